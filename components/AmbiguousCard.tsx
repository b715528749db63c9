import type { BadgeFacts } from '../lib/model';
import { nodeKeyOf } from '../lib/node-key';
import { words } from '../lib/words';
import { Badge } from './Badge';
import { CardFrame, type CardHandles } from './CardFrame';
import { dottedName } from './dbt-code';
import { evidenceWords } from './evidence-words';
import { reasonText, stateWord, typeWord } from './health-words';
import { PlainText } from './PlainText';
import { count } from './time';

/** Several dbt nodes fit one name: all are listed, none is chosen in silence. */
export function AmbiguousCard(
  props: CardHandles & {
    name: string;
    candidates: BadgeFacts[];
    evidence?: string | undefined;
    now: number;
    onOpen?: (candidate: BadgeFacts) => void;
  },
) {
  const title = words('cardAmbiguous', count(props.candidates.length));
  return (
    <CardFrame
      spokenName={title}
      head={
        <div>
          <h2>
            <PlainText text={props.name} />
          </h2>
          <p class="muted">{title}</p>
        </div>
      }
      onClose={props.onClose}
      onPin={props.onPin}
      isPinned={props.isPinned}
    >
      <ul class="plain candidates">
        {props.candidates.map((candidate) => (
          <li key={nodeKeyOf(candidate)}>
            <Candidate candidate={candidate} now={props.now} onOpen={props.onOpen} />
          </li>
        ))}
      </ul>
      {props.evidence !== undefined && (
        <footer class="card-foot muted">
          <p>
            {words('cardFoundBy')} <PlainText text={evidenceWords(props.evidence)} />
          </p>
        </footer>
      )}
    </CardFrame>
  );
}

function Candidate(props: {
  candidate: BadgeFacts;
  now: number;
  onOpen: ((candidate: BadgeFacts) => void) | undefined;
}) {
  const { candidate, now, onOpen } = props;
  const reason = candidate.health.reasons[0];
  const content = (
    <>
      <Badge shape={candidate.health.shape} state={candidate.health.state} type={candidate.type} />
      <span>
        <strong>
          <PlainText text={candidate.name} />
        </strong>{' '}
        <span class="muted">
          {typeWord(candidate.type)} · <PlainText text={candidate.uniqueId.split('.')[1] ?? ''} limit={200} />
          {candidate.connectionName !== undefined && (
            <>
              {' · '}
              <PlainText text={candidate.connectionName} limit={200} />
            </>
          )}
        </span>
        <span class="mono muted">
          <PlainText text={dottedName(candidate.relation)} />
        </span>
        <span>
          {stateWord(candidate.health.state)}
          {reason !== undefined && <> · {reasonText(reason, now)}</>}
        </span>
      </span>
    </>
  );
  return onOpen === undefined ? (
    <div class="candidate">{content}</div>
  ) : (
    <button type="button" class="candidate" onClick={() => onOpen(candidate)}>
      {content}
    </button>
  );
}
