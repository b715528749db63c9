import type { ComponentChildren } from 'preact';
import type { DbtNode, Freshness, FreshnessLimit, Owner, Run } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { CardSection } from './CardFrame';
import { NodeName, type OpenNode } from './CardLineage';
import { PlainText } from './PlainText';
import { RelativeTime } from './RelativeTime';
import { day, duration, isPast } from './time';
import { visibleText } from './visible-text';

const freshnessKeys: Record<Freshness['status'], WordKey> = {
  pass: 'cardFreshPass',
  warn: 'cardFreshWarn',
  error: 'cardFreshError',
  'runtime error': 'cardFreshBroken',
  none: 'cardFreshNone',
  other: 'cardFreshNone',
};

const runKeys: Record<Run['status'], WordKey> = {
  success: 'cardRunSuccess',
  error: 'cardRunError',
  skipped: 'cardRunSkipped',
  reused: 'cardRunReused',
  none: 'cardRunNone',
  other: 'cardRunOther',
};

const unitMs: Record<FreshnessLimit['period'], number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What dbt reported, as it was written; long ones scroll. */
export function Report({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need it
    <pre class="report" dir="ltr" tabIndex={0}>
      <PlainText text={text} limit={4000} />
    </pre>
  );
}

/** Freshness, last run and last success. */
export function CardFacts({ node, now }: { node: DbtNode; now: number }) {
  return (
    <>
      {node.freshness !== undefined && <FreshnessFacts freshness={node.freshness} now={now} />}
      {node.run !== undefined && <RunFacts run={node.run} now={now} />}
    </>
  );
}

function FreshnessFacts({ freshness, now }: { freshness: Freshness; now: number }) {
  const { warnAfter, errorAfter } = freshness;
  const limit = ({ count, period }: FreshnessLimit) => duration(count * unitMs[period]);
  return (
    <CardSection title={words('cardFreshness')}>
      <dl class="facts">
        <Fact name={words('cardFreshStatus')}>{words(freshnessKeys[freshness.status])}</Fact>
        <Fact name={words('cardLoaded')}>
          <RelativeTime at={freshness.loadedAt} now={now} />
        </Fact>
        <Fact name={words('cardChecked')}>
          <RelativeTime at={freshness.checkedAt} now={now} />
        </Fact>
        {(warnAfter !== undefined || errorAfter !== undefined) && (
          <Fact name={words('cardAllowed')}>
            {warnAfter !== undefined && <span class="piece">{words('cardWarnAfter', limit(warnAfter))}</span>}
            {errorAfter !== undefined && <span class="piece">{words('cardErrorAfter', limit(errorAfter))}</span>}
          </Fact>
        )}
      </dl>
      {freshness.message !== undefined && <Report text={freshness.message} />}
    </CardSection>
  );
}

function RunFacts({ run, now }: { run: Run; now: number }) {
  return (
    <CardSection title={words('cardLastRun')}>
      <dl class="facts">
        <Fact name={words('cardRunStatus')}>
          <span class="piece">{words(runKeys[run.status])}</span>
          {run.seconds !== undefined && (
            <span class="piece muted">{words('cardRunTook', duration(run.seconds * 1000))}</span>
          )}
        </Fact>
        <Fact name={words('cardRunAt')}>
          <RelativeTime at={run.at} now={now} />
        </Fact>
        <Fact name={words('cardLastSuccess')}>
          <RelativeTime at={run.lastSuccessAt} now={now} />
        </Fact>
        {run.jobName !== undefined && (
          <Fact name={words('cardJob')}>
            <PlainText text={run.jobName} />
          </Fact>
        )}
      </dl>
      {run.message !== undefined && run.status !== 'success' && <Report text={run.message} />}
    </CardSection>
  );
}

function OwnerLine({ owner }: { owner: Owner }) {
  const person = owner.name ?? owner.email;
  return (
    <>
      {person !== undefined && (
        <span class="piece">
          <PlainText text={person} />
        </span>
      )}
      {owner.group !== undefined && (
        <span class="piece muted">
          <PlainText text={owner.group} />
        </span>
      )}
    </>
  );
}

/** Who owns the node and what it promises. */
export function CardAbout({ node, now, onOpenNode }: { node: DbtNode; now: number; onOpenNode: OpenNode }) {
  const { owner, tags, version, access, materialization, loader, meta } = node;
  const plain = (text: string | undefined) => text && <PlainText text={text} />;
  const facts: [name: string, value: ComponentChildren][] = [
    [words('cardOwner'), owner && <OwnerLine owner={owner} />],
    [words('cardTags'), tags.length > 0 && <Tags tags={tags} />],
    [words('cardVersion'), version !== undefined && <Version node={node} />],
    [
      words('cardDeprecation'),
      day(node.deprecationDate) && <Deprecation node={node} now={now} onOpenNode={onOpenNode} />,
    ],
    [words('cardContract'), node.hasContract === true && words('cardContractEnforced')],
    [words('cardAccess'), plain(access)],
    [words('cardBuiltAs'), plain(materialization)],
    [words('cardLoader'), plain(loader)],
    ...Object.entries(meta).map(([key, text]): [string, ComponentChildren] => [
      visibleText(key, 200),
      <PlainText text={text} limit={300} />,
    ]),
  ];
  const known = facts.filter(([, value]) => value);
  if (known.length === 0) return undefined;
  return (
    <CardSection title={words('cardAbout')}>
      <dl class="facts">
        {known.map(([name, value], index) => (
          <Fact key={index} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </CardSection>
  );
}

function Deprecation({ node, now, onOpenNode }: { node: DbtNode; now: number; onOpenNode: OpenNode }) {
  const key = isPast(node.deprecationDate, now) ? 'cardDeprecatedSince' : 'cardDeprecatedFrom';
  return (
    <>
      <span class="piece">{words(key, day(node.deprecationDate) ?? '')}</span>
      <Replacement node={node} onOpenNode={onOpenNode} />
    </>
  );
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <ul class="plain tags">
      {tags.map((tag) => (
        <li key={tag}>
          <PlainText text={tag} limit={200} />
        </li>
      ))}
    </ul>
  );
}

function Version({ node }: { node: DbtNode }) {
  const isLatest = node.latestVersion === undefined || node.latestVersion === node.version;
  return (
    <>
      <span class="piece">
        <PlainText text={node.version ?? ''} limit={200} />
      </span>
      {isLatest ? undefined : (
        <span class="piece muted">{words('cardNewerVersion', visibleText(node.latestVersion ?? '', 200))}</span>
      )}
    </>
  );
}

/** dbt names no successor but one: the latest version of the same model. Its id differs from this one's only in its end. */
function Replacement({ node, onOpenNode }: { node: DbtNode; onOpenNode: OpenNode }) {
  const { name, uniqueId, version, latestVersion } = node;
  if (version === undefined || latestVersion === undefined || latestVersion === version) return undefined;
  const own = `.v${version}`;
  const successor = uniqueId.endsWith(own) ? `${uniqueId.slice(0, -own.length)}.v${latestVersion}` : undefined;
  return (
    <span class="piece">
      {words('cardUseInstead')}{' '}
      <NodeName
        uniqueId={successor ?? uniqueId}
        name={`${name} v${latestVersion}`}
        onOpenNode={successor === undefined ? undefined : onOpenNode}
      />
    </span>
  );
}
