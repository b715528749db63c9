import { visibleText } from './visible-text';

/** Text from dbt, set apart from the direction of what stands around it. */
export function PlainText({ text, limit, className }: { text: string; limit?: number; className?: string }) {
  return (
    <bdi class={className} dir="auto">
      {visibleText(text, limit)}
    </bdi>
  );
}
