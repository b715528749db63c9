import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MarkdownNode } from '../lib/markdown';
import { words } from '../lib/words';
import { CardSection } from './CardFrame';
import { MarkdownView } from './MarkdownView';

/** The node's description. A long one begins folded: what follows it is asked for more often than its end. */
export function CardDescription({ nodes, link }: { nodes: MarkdownNode[] | undefined; link: string | undefined }) {
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
    </CardSection>
  );
}
