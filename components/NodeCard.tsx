import type { ComponentChildren } from 'preact';
import type { AppError } from '../lib/errors';
import type { MarkdownNode } from '../lib/markdown';
import type { BadgeFacts, DbtNode } from '../lib/model';
import { words } from '../lib/words';
import { Badge } from './Badge';
import { CardActions } from './CardActions';
import { CardColumns } from './CardColumns';
import { CardDescription } from './CardDescription';
import { CardAbout, CardFacts } from './CardFacts';
import { CardFrame, type CardHandles } from './CardFrame';
import { CardLineage } from './CardLineage';
import { CardTests } from './CardTests';
import type { Copy } from './CopyButton';
import { dottedName, partsOf } from './dbt-code';
import { ErrorNote } from './ErrorNote';
import { evidenceWords } from './evidence-words';
import { reasonText, spokenName, stateWord, typeWord } from './health-words';
import { DottedName, PlainText } from './PlainText';
import { RelativeTime } from './RelativeTime';
import { visibleText } from './visible-text';

/** Where the node's metadata come from, for the footer. */
export type CardOrigin = {
  project?: string;
  environment?: string;
  isStaging?: boolean;
  /** When the data shown were fetched; ISO 8601. */
  syncedAt?: string;
  /** Why they are not newer: a sentence. */
  trouble?: string;
};

export type NodeCardProps = CardHandles & {
  /** Known at once: the verdict is drawn from them in the first frame. */
  facts: BadgeFacts;
  /** Absent while it is on its way. */
  node?: DbtNode | undefined;
  /** The node's description, already parsed. */
  description?: MarkdownNode[] | undefined;
  /** Why the node could not be fetched; the verdict stays. */
  error?: AppError | undefined;
  /** The node is late: show a skeleton. Before that nothing flickers. */
  isWaiting?: boolean;
  /** Why we believe that this is the table: "tree: ANALYTICS › MARTS › FCT_ORDERS". */
  evidence?: string | undefined;
  origin?: CardOrigin | undefined;
  /** The relation in the warehouse's own quoting, for the copy button; without it the parts with dots. */
  fullName?: string | undefined;
  /** Whether the node is of an installed package: its reference then names the package. */
  isFromPackage?: boolean | undefined;
  /** Epoch ms. */
  now: number;
  /** Something to say about what was just asked of the card. */
  notice?: string | undefined;
  onOpenNode?: ((uniqueId: string) => void) | undefined;
  onCopy?: Copy | undefined;
};

/** Everything dbt knows of one table. Props in, callbacks out; links open dbt, nothing here changes any state. */
export function NodeCard(props: NodeCardProps) {
  const { facts, node, now } = props;
  return (
    <CardFrame
      spokenName={spokenName(facts, now)}
      head={<CardHead facts={facts} />}
      actions={
        <CardActions
          facts={facts}
          node={node}
          fullName={props.fullName}
          isFromPackage={props.isFromPackage}
          onCopy={props.onCopy}
        />
      }
      onClose={props.onClose}
      onBack={props.onBack}
      onPin={props.onPin}
      isPinned={props.isPinned}
    >
      <Verdict facts={facts} now={now} />
      <p class="notice" role="status">
        {props.notice}
      </p>
      {props.error !== undefined && <ErrorNote error={props.error} now={now} />}
      {node === undefined ? props.isWaiting === true && <Skeleton /> : <Details {...props} node={node} />}
      <Footer origin={props.origin} evidence={props.evidence} now={now} />
    </CardFrame>
  );
}

/** Glyph, name, kind and full name. */
export function CardHead({ facts }: { facts: BadgeFacts }) {
  const full = visibleText(dottedName(facts.relation));
  return (
    <>
      <Badge shape={facts.health.shape} state={facts.health.state} type={facts.type} />
      <div>
        <h2>
          <PlainText text={facts.name} /> <span class="muted">{typeWord(facts.type)}</span>
        </h2>
        <p class="card-relation mono muted" title={full}>
          <DottedName parts={partsOf(facts.relation)} />
        </p>
      </div>
    </>
  );
}

function Verdict({ facts, now }: { facts: BadgeFacts; now: number }) {
  const [first, ...others] = facts.health.reasons.map((reason) => reasonText(reason, now));
  return (
    <div class="verdict" data-state={facts.health.state}>
      <p>
        <strong>{stateWord(facts.health.state)}</strong>
        {first !== undefined && <> · {first}</>}
      </p>
      {others.length > 0 && (
        <ul class="plain" aria-label={words('cardOtherReasons')}>
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Details({ node, description, now, onOpenNode }: NodeCardProps & { node: DbtNode }) {
  return (
    <>
      <CardDescription nodes={description} node={node} />
      <CardFacts node={node} now={now} />
      <CardTests tests={node.tests} now={now} />
      <CardColumns columns={node.columns} tests={node.tests} hasCatalog={node.hasCatalog} />
      <CardAbout node={node} now={now} onOpenNode={onOpenNode} />
      <CardLineage node={node} onOpenNode={onOpenNode} />
    </>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={words('cardLoading')}>
      <span />
      <span />
      <span />
    </div>
  );
}

function Footer({
  origin,
  evidence,
  now,
}: {
  origin: CardOrigin | undefined;
  evidence: string | undefined;
  now: number;
}) {
  const { project, environment, isStaging, syncedAt, trouble } = origin ?? {};
  const parts: ComponentChildren[] = [
    project && <PlainText text={project} />,
    environment && <PlainText text={environment} />,
    isStaging && <strong>{words('cardStaging')}</strong>,
    syncedAt && (
      <>
        {words('cardAsOf')} <RelativeTime at={syncedAt} now={now} />
      </>
    ),
  ].filter((part) => part);
  if (parts.length === 0 && evidence === undefined) return undefined;
  return (
    <footer class="card-foot muted">
      {parts.length > 0 && (
        <p>
          {parts.map((part, index) => (
            <span key={index} class="piece">
              {part}
            </span>
          ))}
        </p>
      )}
      {trouble && (
        <p class="card-trouble">
          <PlainText text={trouble} />
        </p>
      )}
      {evidence !== undefined && (
        <p>
          {words('cardFoundBy')} <PlainText text={evidenceWords(evidence)} />
        </p>
      )}
    </footer>
  );
}
