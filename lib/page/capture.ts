import type { PageCapture } from '../messages/protocol';
export function capture(_: object): PageCapture {
  return { html: '', json: '', removed: [] };
}
