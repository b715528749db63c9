import { Fragment } from 'preact';
import { visibleText } from './visible-text';

/** A name of several parts: where it is too long for its line it is broken behind a dot, if that helps. */
export function DottedName({ parts }: { parts: string[] }) {
  return (
    <bdi dir="auto">
      {parts.map((part, index) => (
        <Fragment key={parts.slice(0, index + 1).join('.')}>
          {index > 0 && '.'}
          {index > 0 && <wbr />}
          {visibleText(part)}
        </Fragment>
      ))}
    </bdi>
  );
}

/** Text from dbt, set apart from the direction of what stands around it. */
export function PlainText({ text, limit, className }: { text: string; limit?: number; className?: string }) {
  return (
    <bdi class={className} dir="auto">
      {visibleText(text, limit)}
    </bdi>
  );
}
