import type { Setting } from './probe';
import { expect, test } from './stage';

/** SQL with every name that is to be marked in «…». */
type Typed = { setting: Setting; sql: string };

const typed = {
  snowflake: {
    setting: {
      dialect: 'snowflake',
      tables: ['ANALYTICS.MARTS.ORDERS', 'RAW.SHOP.Web Customers', 'ANALYTICS.MARTS.DAYS'],
      session: { database: 'ANALYTICS', schema: 'MARTS' },
    },
    sql: 'with recent as (select $1 from @stage/orders t)\nselect * from recent, «orders» o\njoin «raw.shop."Web Customers"» c on o.id = c.id -- from days\nwhere d > (select max(d) from «days»)',
  },
  bigquery: {
    setting: { dialect: 'bigquery', tables: ['my-shop.marts.orders', 'my-shop.raw.events_*'] },
    sql: 'from «my-shop.marts.orders»\n|> join «`my-shop.raw.events_2024*`» e using (id) # marts.orders\n|> where x = """from my-shop.marts.orders"""',
  },
  databricks: {
    setting: {
      dialect: 'databricks',
      tables: ['main.marts.orders', 'main.marts.days'],
      session: { database: 'main', schema: 'marts' },
    },
    sql: 'insert into «marts.orders»\nselect * from stream(«main.marts.days») d\nlateral view explode(orders) t as orders\ncross join delta.`/mnt/marts.orders` x',
  },
  redshift: {
    setting: { dialect: 'redshift', tables: ['shop.marts.orders', 'shop.raw.events'], session: { database: 'shop' } },
    sql: 'select o.id, c.items[0] from «marts.orders» o, o.items c\nunion all select * from «SHOP.raw."events"» e\nwhere n = #tmp',
  },
  postgres: {
    setting: { dialect: 'postgres', tables: ['shop.marts.orders', 'shop.raw.events'], session: { database: 'shop' } },
    sql: "do $$ begin perform 1 from marts.orders; end $$;\nselect 'from marts.orders', «marts.orders».id\nfrom only «marts.orders» join lateral (select * from «raw.events») e on e.a::text = $1",
  },
} satisfies Record<string, Typed>;

/** Names whose text is complete in the first `length` characters, and what is typed so far. */
function sofar(sql: string, length: number): { text: string; names: string[] } {
  const text = sql.replaceAll(/[«»]/g, '').slice(0, length);
  const names: string[] = [];
  let removed = 0;
  for (const { index, 0: whole, 1: name = '' } of sql.matchAll(/«([^»]*)»/g)) {
    const end = index - removed + name.length;
    // A name behind whose last dot nothing stands yet is no name.
    if (end <= length && !text.slice(end).match(/^\.$/)) names.push(name);
    removed += whole.length - name.length;
  }
  return { text, names };
}

/** Each dialect in one editor, each editor with one dialect: keys are slow. */
const pairs = [
  ['monaco', 'snowflake'],
  ['codemirror6', 'postgres'],
  ['codemirror5', 'redshift'],
  ['ace', 'bigquery'],
  ['jush', 'databricks'],
] as const;
const quiet = {
  monaco: {
    options: {
      autoClosingBrackets: 'never',
      autoClosingQuotes: 'never',
      autoIndent: 'none',
      quickSuggestions: false,
      acceptSuggestionOnEnter: 'off',
    },
  },
  codemirror6: { isNumbered: false },
  ace: { options: { behavioursEnabled: false } },
};

for (const [kind, dialect] of pairs) {
  test(`marks the names of ${dialect} in ${kind} while they are typed, key by key`, async ({ stage }) => {
    test.setTimeout(120_000);
    const { setting, sql } = typed[dialect];
    const editor = await stage.make(kind, { text: '', ...quiet[kind as keyof typeof quiet] });
    await editor.call('focus');
    const whole = sql.replaceAll(/[«»]/g, '');
    for (let length = 1; length <= whole.length; length++) {
      const key = whole[length - 1] ?? '';
      if (key === '\n') await stage.page.keyboard.press('Enter');
      else await stage.page.keyboard.type(key);
      // Within a word a look every few keys will do.
      if (/\w/.test(key) && length % 6 !== 0 && length < whole.length) continue;
      const { text, names } = sofar(sql, length);
      await expect.poll(() => stage.marked(setting), `after ${JSON.stringify(text)}`).toEqual(names);
    }
  });
}
