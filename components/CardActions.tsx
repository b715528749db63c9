import { useState } from 'preact/hooks';
import type { BadgeFacts, DbtNode } from '../lib/model';
import { words } from '../lib/words';
import { dbtReference, dottedName } from './dbt-code';

/** Open dbt, the run's log, copy. Nothing here changes any state. */
export function CardActions(props: {
  facts: BadgeFacts;
  node: DbtNode | undefined;
  fullName: string | undefined;
  isFromPackage: boolean | undefined;
  onCopy: ((text: string) => void) | undefined;
}) {
  const { node, onCopy } = props;
  const [copied, setCopied] = useState('');
  const copy = (text: string) => {
    onCopy?.(text);
    setCopied(text);
  };
  const name = props.fullName ?? dottedName(props.facts.relation);
  return (
    <fieldset class="card-actions" aria-label={words('cardActions')}>
      {node?.link === undefined ? undefined : (
        <a class="button is-main" href={node.link} target="_blank" rel="noopener noreferrer">
          {words('cardOpenInDbt')}
        </a>
      )}
      {node?.runLink === undefined ? undefined : (
        <a class="button" href={node.runLink} target="_blank" rel="noopener noreferrer">
          {words('cardRunLog')}
        </a>
      )}
      {onCopy !== undefined && node !== undefined && (
        <button type="button" class="button" onClick={() => copy(dbtReference(node, props.isFromPackage))}>
          {words(node.type === 'source' ? 'cardCopySource' : 'cardCopyRef')}
        </button>
      )}
      {onCopy !== undefined && (
        <button type="button" class="button" onClick={() => copy(name)}>
          {words('cardCopyName')}
        </button>
      )}
      <span class="copied" role="status">
        {copied === '' ? '' : words('cardCopied')}
      </span>
    </fieldset>
  );
}
