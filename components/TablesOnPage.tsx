import type { PageReport } from '../lib/messages/protocol';
import { type BadgeFacts, fromWorst, type HealthReason } from '../lib/model';
import { nodeKeyOf } from '../lib/node-key';
import { words } from '../lib/words';
import { Badge } from './Badge';
import { reasonText, stateWord, typeWord } from './health-words';
import { PlainText } from './PlainText';
import { RelativeTime } from './RelativeTime';
import { count } from './time';
import { visibleText } from './visible-text';

const inherited: ReadonlySet<HealthReason['what'] | undefined> = new Set(['upstream-trouble', 'older-than-source']);

/** One table of a page; `isOneOf`: its name stands for several tables, and nobody can tell which. */
type Row = { facts: BadgeFacts; isOneOf: boolean };

/** Each table once, worst first. */
function rowsOf(tables: PageReport['tables']): Row[] {
  const rows = new Map<string, Row>();
  for (const { resolution } of tables) {
    if (resolution.status === 'matched')
      rows.set(nodeKeyOf(resolution.node), { facts: resolution.node, isOneOf: false });
    if (resolution.status !== 'ambiguous') continue;
    for (const facts of resolution.nodes) {
      const key = nodeKeyOf(facts);
      if (!rows.has(key)) rows.set(key, { facts, isOneOf: true });
    }
  }
  // Of two in the same state the one with trouble of its own comes before the one that only suffers from it.
  const rank = ({ facts: { health } }: Row) =>
    2 * fromWorst.indexOf(health.state) + (inherited.has(health.reasons[0]?.what) ? 1 : 0);
  return [...rows.values()].toSorted((one, other) => rank(one) - rank(other));
}

/** The tables of the query and of the rest of a page, with one verdict on the query; on the page where no query is seen. */
export function TablesOnPage(props: { reports: PageReport[]; now: number; onOpen: (facts: BadgeFacts) => void }) {
  const tables = props.reports.flatMap((report) => report.tables);
  const query = rowsOf(tables.filter(({ reader }) => reader === 'editors'));
  const isInQuery = new Set(query.map(({ facts }) => nodeKeyOf(facts)));
  const others = rowsOf(tables).filter(({ facts }) => !isInQuery.has(nodeKeyOf(facts)));
  return (
    <>
      {query.length > 0 && <Tables title={words('panelInQuery')} rows={query} {...props} />}
      {others.length > 0 && (
        <Tables title={words(query.length > 0 ? 'panelElsewhere' : 'panelOnPage')} rows={others} {...props} />
      )}
    </>
  );
}

function verdictOf(rows: Row[], now: number): string {
  const healthy = rows.filter(({ facts }) => facts.health.state === 'healthy').length;
  const start = words('panelHealthy', count(healthy), count(rows.length));
  const [worst] = rows;
  const reason = worst?.facts.health.reasons[0];
  if (!worst || !reason || healthy === rows.length) return start;
  return words('panelVerdict', start, visibleText(worst.facts.name, 200), reasonText(reason, now));
}

function Tables(props: { title: string; rows: Row[]; now: number; onOpen: (facts: BadgeFacts) => void }) {
  const { title, rows, now, onOpen } = props;
  return (
    <section class="panel-part" aria-label={title}>
      <h2>{title}</h2>
      <p class="verdict" data-state={rows[0]?.facts.health.state} role="status">
        {verdictOf(rows, now)}
      </p>
      <ul class="plain">
        {rows.map(({ facts, isOneOf }) => (
          <li key={nodeKeyOf(facts)}>
            <button type="button" class="candidate" onClick={() => onOpen(facts)}>
              <Badge shape={facts.health.shape} state={facts.health.state} type={facts.type} />
              <span>
                <strong>
                  <PlainText text={facts.name} limit={200} />
                </strong>{' '}
                <span class="muted">{typeWord(facts.type)}</span>
                <span class="panel-why muted">
                  <span class="piece">{stateWord(facts.health.state)}</span>
                  {facts.health.reasons.slice(0, 1).map((reason) => (
                    <span key={reason.what} class="piece">
                      {reasonText(reason, now)}
                    </span>
                  ))}
                  {/* A source's reason tells when its data were loaded. */}
                  {facts.updatedAt !== undefined && facts.type !== 'source' && (
                    <span class="piece">
                      {words('panelUpdated')} <RelativeTime at={facts.updatedAt} now={now} />
                    </span>
                  )}
                  {isOneOf && <span class="piece">{words('panelOneOf')}</span>}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
