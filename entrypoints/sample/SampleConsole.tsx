import { useEffect, useState } from 'preact/hooks';
import { ErrorNote } from '../../components/ErrorNote';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import { connectSample, sampleId } from '../../lib/sample';
import { sampleDatabase, sampleTables } from '../../lib/sample-tables';
import { words } from '../../lib/words';

const schemas = [...new Set(sampleTables.map(({ schema }) => schema))];

/** Marks are drawn in a `<pre>`, never in a text field: so it is one that can be written in. */
const editor = {
  role: 'textbox',
  'aria-multiline': true,
  'aria-labelledby': 'query',
  tabIndex: 0,
  dir: 'ltr',
} as const;

const query = `select
    customers.town,
    lamps.burns,
    sum(orders.total) as takings
from shop.orders
join shop.customers on customers.id = orders.customer_id
join shop.lamps on lamps.id = orders.lamp_id
left join shop.returns on returns.order_id = orders.id
left join raw.card_payments as paid on paid.order_id = orders.id
group by 1, 2`;

/**
 * A console in miniature with the sample project behind it. Nothing on this page draws a badge: the content script finds the
 * names here as it does in a warehouse's console.
 */
export function SampleConsole() {
  const [error, setError] = useState<AppError>();
  const [isRemoved, setIsRemoved] = useState(false);
  const fail = (thrown: unknown) => setError(asAppError(thrown));
  useEffect(() => void connectSample(words('sampleName')).catch(fail), []);
  const remove = () => {
    send('disconnect', { connectionId: sampleId }).then(() => setIsRemoved(true), fail);
  };
  return (
    <>
      <header class="sample-head">
        <img src="/icon/48.png" width="24" height="24" alt="" />
        <div>
          <h1>{words('sampleTitle')}</h1>
          <p class="muted">{words('sampleText')}</p>
        </div>
        <div class="form-buttons">
          <a class="button is-main" href="/welcome.html#own">
            {words('sampleOwn')}
          </a>
          <button type="button" class="button" disabled={isRemoved} onClick={remove}>
            {words('sampleRemove')}
          </button>
        </div>
      </header>
      {error && <ErrorNote error={error} />}
      <p class="muted sample-said" role="status">
        {isRemoved ? words('sampleRemoved') : ''}
      </p>
      <main class="sample-console">
        <nav aria-label={words('sampleTree')}>
          {/* A tree as consoles have it: levels tell what belongs to what. */}
          <div role="tree" aria-label={words('sampleTree')}>
            <Row level={1} name={sampleDatabase} />
            {schemas.flatMap((schema) => [
              <Row key={schema} level={2} name={schema} />,
              ...sampleTables
                .filter((table) => table.schema === schema)
                .map(({ name }) => <Row key={`${schema}.${name}`} level={3} name={name} />),
            ])}
          </div>
        </nav>
        <section aria-labelledby="query">
          <h2 id="query">{words('sampleQuery')}</h2>
          <pre class="sample-sql" contentEditable {...editor} spellcheck={false}>
            {query}
          </pre>
          <p class="muted">{words('sampleHint')}</p>
        </section>
      </main>
    </>
  );
}

function Row({ level, name }: { level: number; name: string }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: a picture of a tree; its badges are reached by the shortcut
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={level < 3 ? true : undefined}
      class={`sample-row is-level-${level}`}
    >
      <span>{name}</span>
    </div>
  );
}
