import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../../components/copy-text';
import { ErrorNote } from '../../components/ErrorNote';
import { NodeCard } from '../../components/NodeCard';
import { NodeSearch } from '../../components/NodeSearch';
import { useNow } from '../../components/use-now';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { NodeDetails } from '../../lib/messages/protocol';
import type { DbtNode } from '../../lib/model';
import { words } from '../../lib/words';

/** More than these nobody reads: another word narrows them down. */
const limit = 30;

/** Finds nodes of all connected projects while somebody types, and opens their cards below the list. */
export function Search() {
  const [text, setText] = useState('');
  const [found, setFound] = useState<DbtNode[]>([]);
  const [opened, setOpened] = useState<NodeDetails>();
  const [error, setError] = useState<AppError>();
  const now = useNow();
  useEffect(() => {
    let isCurrent = true;
    const tell = (nodes: DbtNode[]) => {
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
  }, [text]);
  const open = (key: string) =>
    void send('node', { key }).then(setOpened, (thrown: unknown) => setError(asAppError(thrown)));

  return (
    <main>
      <h1>{words('searchTitle')}</h1>
      {error && <ErrorNote error={error} now={now} />}
      {opened ? (
        <NodeCard
          facts={opened.facts}
          node={opened.node}
          description={opened.description}
          fullName={opened.fullName}
          isFromPackage={opened.isFromPackage}
          origin={opened.origin}
          now={now}
          onOpenNode={(uniqueId) => {
            const { key, uniqueId: own } = opened.facts;
            open(key.slice(0, key.length - own.length) + uniqueId);
          }}
          onClose={() => setOpened(undefined)}
          onCopy={copyText}
        />
      ) : (
        <NodeSearch text={text} found={found} onType={setText} onOpen={({ key }) => open(key)} />
      )}
    </main>
  );
}
