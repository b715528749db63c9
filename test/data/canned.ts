import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { bytesOf, type PlatformRequest, type Reply } from '../dbt-cloud/exchange';
import type { Platform } from '../dbt-cloud/platform';
import { nodeListener } from '../dbt-cloud/transport-node';
import type { HostListener } from '../e2e/site';

const zip = promisify(gzip);

/**
 * The stand-in platform with a memory. While it `remembers`, what was answered once is answered again from memory,
 * compressed already: then nothing is measured but the extension and a network without length. `asked` lists the questions
 * to Discovery in order.
 */
export type CannedPlatform = HostListener & { asked: string[]; remembers: boolean };

export function cannedPlatform(platform: Platform): CannedPlatform {
  const answers = new Map<string, Reply>();
  const asked: string[] = [];
  const answer = async (request: PlatformRequest): Promise<Reply> => {
    const { host, path, body } = request;
    if (path === '/graphql') asked.push(body);
    const key = `${host} ${path} ${body}`;
    const known = answers.get(key);
    if (known && made.remembers) return known;
    const reply = await platform.answer(request);
    if (!made.remembers) return reply;
    const packed = await zip(bytesOf(reply));
    const kept = { ...reply, body: packed, headers: { ...reply.headers, 'content-encoding': 'gzip' } };
    answers.set(key, kept);
    return kept;
  };
  const made: CannedPlatform = {
    listener: nodeListener(answer),
    answersHost: (host) => platform.answersHost(host),
    asked,
    remembers: false,
  };
  return made;
}
