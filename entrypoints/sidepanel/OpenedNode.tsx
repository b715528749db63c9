import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from '../../components/copy-text';
import { ErrorNote } from '../../components/ErrorNote';
import { NodeCard } from '../../components/NodeCard';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { NodeDetails } from '../../lib/messages/protocol';
import { nodeKeyOf } from '../../lib/node-key';
import { words } from '../../lib/words';

/** One node's card with the way back; its parents and children open in its place. It is asked for again when `data` changes. */
export function OpenedNode(props: {
  nodeKey: string;
  data: string;
  now: number;
  onBack: () => void;
  onOpen: (nodeKey: string) => void;
}) {
  const { nodeKey, data, now, onBack, onOpen } = props;
  const [details, setDetails] = useState<NodeDetails>();
  const [error, setError] = useState<AppError>();
  const [isGone, setIsGone] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  useEffect(() => {
    let isCurrent = true;
    const tell = (found: NodeDetails | undefined, failure?: unknown) => {
      if (!isCurrent) return;
      setDetails(found);
      setError(failure === undefined ? undefined : asAppError(failure));
      setIsGone(found === undefined && failure === undefined);
    };
    send('node', { key: nodeKey }).then(tell, (thrown: unknown) => tell(undefined, thrown));
    return () => {
      isCurrent = false;
    };
  }, [nodeKey, data]);
  return (
    <>
      <button type="button" class="button is-quiet panel-back" ref={back} onClick={onBack}>
        {words('panelBack')}
      </button>
      {error && <ErrorNote error={error} now={now} />}
      {isGone && <p class="muted panel-quiet">{words('panelUnknownNode')}</p>}
      {details && (
        <NodeCard
          facts={details.facts}
          node={details.node}
          description={details.description}
          fullName={details.fullName}
          isFromPackage={details.isFromPackage}
          origin={details.origin}
          now={now}
          onOpenNode={(uniqueId) => onOpen(nodeKeyOf({ ...details.facts, uniqueId }))}
          onCopy={copyText}
        />
      )}
    </>
  );
}
