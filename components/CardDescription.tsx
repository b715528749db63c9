import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MarkdownNode } from '../lib/markdown';
import type { DbtNode } from '../lib/model';
import { words } from '../lib/words';
import { CardSection } from './CardFrame';
import { MarkdownView } from './MarkdownView';
import { PlainText } from './PlainText';

/** The node's description. A long one begins folded: what follows it is asked for more often than its end. */
export function CardDescription({ nodes, node }: { nodes: MarkdownNode[] | undefined; node: DbtNode }) {
  const { link } = node;
  const prose = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isWhole, setWhole] = useState(false);
  useLayoutEffect(() => {
    const box = prose.current;
    if (box && !isWhole) setLong(box.scrollHeight > box.clientHeight + 1);
  }, [nodes, isWhole]);
  if (nodes === undefined || nodes.length === 0) {
    return (
      <CardSection title={words('cardDescription')}>
        <p class="muted">{words('cardNoDescription')}</p>
        <OfSource node={node} />
      </CardSection>
    );
  }
  return (
    <CardSection title={words('cardDescription')}>
      {/* The keyboard reaches links below the fold: whatever is focused is then shown whole. */}
      <div
        class="fold"
        ref={prose}
        data-folded={!isWhole}
        data-long={isLong}
        onFocusIn={() => isLong && setWhole(true)}
      >
        <MarkdownView nodes={nodes} {...(link === undefined ? {} : { moreLink: link })} />
      </div>
      {isLong && (
        <button type="button" class="link-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {words(isWhole ? 'cardShowLess' : 'cardShowMore')}
        </button>
      )}
      <OfSource node={node} />
    </CardSection>
  );
}

/** What is said of the source that a table belongs to. */
function OfSource({ node: { sourceName, sourceDescription } }: { node: DbtNode }) {
  if (sourceName === undefined || sourceDescription === undefined) return undefined;
  return (
    <p class="muted">
      <PlainText text={`${sourceName}: ${sourceDescription}`} limit={1000} />
    </p>
  );
}
