import { Fragment } from 'preact';
import { visibleText } from './visible-text';

/** Text from dbt, set apart from the direction of what stands around it. `isDotted`: where it is long, it is broken behind a dot. */
export function PlainText(props: { text: string; limit?: number; className?: string; isDotted?: boolean }) {
  const text = visibleText(props.text, props.limit);
  return (
    <bdi class={props.className} dir="auto">
      {props.isDotted === true ? <Broken parts={text.split(/(?<=\.)/)} /> : text}
    </bdi>
  );
}

function Broken({ parts }: { parts: string[] }) {
  return parts.map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
