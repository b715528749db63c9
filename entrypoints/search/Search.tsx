import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { copyText } from '../../components/copy-text';
import { ErrorNote } from '../../components/ErrorNote';
import { NodeCard } from '../../components/NodeCard';
import { NodeSearch } from '../../components/NodeSearch';
import { useNow } from '../../components/use-now';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { NodeDetails } from '../../lib/messages/protocol';
import type { FoundNode } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { dataVersion, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** More than these nobody reads: another word narrows them down. */
const limit = 30;

/** Finds nodes of all connected projects while somebody types, and opens their cards below the list. */
export function Search() {
  const [text, setText] = useState('');
  const [found, setFound] = useState<FoundNode[]>([]);
  const [opened, setOpened] = useState<NodeDetails>();
  const [isGone, setIsGone] = useState(false);
  const [last, setLast] = useState<string>();
  const [error, setError] = useState<AppError>();
  const [data, setData] = useState<string>();
  const now = useNow();
  useEffect(() => watchSettings(({ statuses }) => setData(dataVersion(statuses))), []);
  useEffect(() => {
    let isCurrent = true;
    const tell = (nodes: FoundNode[]) => {
      if (!isCurrent) return;
      setFound(nodes);
      setError(undefined);
    };
    const fail = (thrown: unknown) => isCurrent && setError(asAppError(thrown));
    if (text.trim() === '') tell([]);
    else send('search', { text: text.slice(0, 1000), limit }).then(tell, fail);
    return () => {
      isCurrent = false;
    };
  }, [text, data]);
  const open = (key: string) =>
    void send('node', { key }).then(
      (details) => {
        setError(undefined);
        setIsGone(details === undefined);
        if (details) setOpened(details);
      },
      (thrown: unknown) => setError(asAppError(thrown)),
    );
  // A card that is open shows what the latest sync brought
  useEffect(() => {
    if (!opened) return;
    const key = nodeKeyOf(opened.facts);
    const tell = (details: NodeDetails | undefined) => {
      setIsGone(details === undefined);
      setOpened((before) => (before && nodeKeyOf(before.facts) === key ? details : before));
    };
    // What fails is told when somebody asks for it
    send('node', { key }).then(tell, () => undefined);
  }, [data]);
  const back = () => {
    setIsGone(false);
    setOpened(undefined);
  };

  return (
    <main>
      <header class="search-head">
        <img src="/icon/48.png" width="28" height="28" alt="" />
        <h1>{words('searchTitle')}</h1>
      </header>
      {error && <ErrorNote error={error} now={now} />}
      {isGone && (
        <p class="muted" role="status">
          {words('panelUnknownNode')}
        </p>
      )}
      {opened ? (
        <OpenedCard key={nodeKeyOf(opened.facts)} onBack={back}>
          <NodeCard
            facts={opened.facts}
            node={opened.node}
            description={opened.description}
            fullName={opened.fullName}
            isFromPackage={opened.isFromPackage}
            origin={opened.origin}
            now={now}
            onOpenNode={(uniqueId) => open(nodeKeyOf({ ...opened.facts, uniqueId }))}
            onClose={back}
            onCopy={copyText}
          />
        </OpenedCard>
      ) : (
        <NodeSearch
          text={text}
          found={found}
          isCut={found.length === limit}
          opened={last}
          onType={(typed) => {
            setIsGone(false);
            setText(typed);
          }}
          onOpen={({ key }) => {
            setLast(key);
            open(key);
          }}
        />
      )}
    </main>
  );
}

/** The card in place of the list; Escape or the button leads back to it. */
function OpenedCard({ onBack, children }: { onBack: () => void; children: ComponentChildren }) {
  const back = useRef<HTMLButtonElement>(null);
  // Before it is painted: a key pressed as soon as the card is seen is heard.
  useLayoutEffect(() => {
    back.current?.focus();
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && onBack();
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, []);
  return (
    <>
      <button type="button" class="button search-back" ref={back} onClick={onBack}>
        {words('searchBack')}
      </button>
      {children}
    </>
  );
}
