import type { DialectId, TableRef } from '../../lib/model';
import { type KnownNames, knownNames } from '../detection/vocabulary';
import { groupsIn } from '../grouped-names';

/** One row of a tree. Its key says nothing: it may come to stand in the page. */
export type Entry = {
  key: string;
  label: string;
  kind: 'server' | 'database' | 'schema' | 'group' | 'table' | 'column';
  children?: Entry[];
};

/** A row of a table list: a name in full, then what else such lists show. */
type ListRow = { key: string; label: string; cells: string[] };

/** What a zoo page shows. `open`: keys of the rows that are expanded at first. */
type Shop = { tree: Entry[]; list: ListRow[]; crumbs: Entry[]; open: string[] };

/** A page's content, and what dbt calls each entry; an entry that is not in `ids` is none of dbt's. */
export type Stock = { shop: Shop; ids: Map<string, string>; names: KnownNames };

/** How a console lays its tree out. `groups`: words between a schema and its tables. */
export type Layout = {
  warehouse: DialectId;
  groups: string[];
  columnGroup?: string;
  server?: string;
  /** Does the database that dbt does not know, with the same schemas and tables, come first? */
  isStrangerFirst?: boolean;
};

/** Tables that dbt does not know, in every schema; columns, some of them spelled like tables and schemas of other places. */
const strangers = ['orders_backup', 'tmp_upload_7', 'flyway_schema_history'];
const columns = ['order_id', 'customers', 'ordered_at', 'status', 'sales', 'total_eur'];
/** A schema that dbt does not know, with tables spelled like those it knows. */
const scratch = ['customers', 'orders', 'zz_test'];

/** Labels whose dotted form needs no quotes. */
const isPlain = (label: string) => /^[\w-]+$/.test(label);

/** Makes rows with keys of their own; remembers which are open, and which dbt knows. */
function shelves({ warehouse, groups, columnGroup }: Layout, names: KnownNames) {
  const ids = new Map<string, string>();
  const open: string[] = [];
  let count = 0;
  const entry = (label: string, kind: Entry['kind'], children?: Entry[]): Entry => ({
    key: `k${count++}`,
    label,
    kind,
    ...(children && { children }),
  });
  const opened = (row: Entry): Entry => {
    open.push(row.key);
    return row;
  };
  /** As the warehouse shows a name that nobody quoted; date shards stand together. */
  const shown = (text: string) => (warehouse === 'snowflake' ? text.toUpperCase() : text).replace(/_\*$/, '_');
  const asIs = (text: string) => text.replace(/_\*$/, '_');

  function columnsOf(): Entry[] {
    const rows = columns.map((name) => entry(shown(name), 'column'));
    return columnGroup ? [opened(entry(columnGroup, 'group', rows))] : rows;
  }

  /** Tables of one schema; `place` is where dbt has them, absent where it knows none. */
  function tables(labels: string[], place: Omit<TableRef, 'name'> | undefined): Entry[] {
    const rows = labels.map((label) => {
      const row = entry(label, 'table', columnsOf());
      const found = place ? names.uniqueIds({ ...place, name: label }) : [];
      if (found.length > 0) ids.set(row.key, found.join(' or '));
      return row;
    });
    // One table stands open, and shows its columns.
    if (rows[2]) opened(rows[2]);
    if (groups.length === 0) return rows;
    return groups.map((word, index) => {
      const part = rows.filter((_, at) => at % groups.length === index);
      return opened(entry(`${word} (${part.length})`, 'group', part));
    });
  }

  /** A database with all schemas of `from`; `isKnown`: dbt has its tables. */
  function database(label: string, from: string, isKnown: boolean): Entry {
    const schemas = new Map<string, string[]>();
    for (const group of groupsIn(names.vocabulary)) {
      const { schema = '' } = group;
      if (group.database === from) schemas.set(schema, [...(schemas.get(schema) ?? []), ...group.names.map(asIs)]);
    }
    const rows = [...schemas].map(([schema, own]) => {
      const labels = [...own, ...strangers.map(shown)].toSorted();
      return opened(entry(schema, 'schema', tables(labels, isKnown ? { database: from, schema } : undefined)));
    });
    const strange = entry(shown('scratch'), 'schema', tables(scratch.map(shown), undefined));
    return opened(entry(label, 'database', [...rows, opened(strange)]));
  }

  return { ids, open, entry, opened, shown, database };
}

function tablesIn(row: Entry): Entry[] {
  return row.kind === 'table' ? [row] : (row.children ?? []).flatMap(tablesIn);
}

function schemaIn(database: Entry | undefined, name: string): Entry {
  const schema = database?.children?.find(({ label }) => label.toLowerCase() === name);
  if (!schema) throw new Error(`The demo shop has lost its ${name}.`);
  return schema;
}

/** The demo shop as one warehouse's console shows it. */
export async function stockOf(layout: Layout): Promise<Stock> {
  const names = await knownNames(layout.warehouse);
  const { ids, open, entry, opened, shown, database } = shelves(layout, names);
  const databases = [...new Set(groupsIn(names.vocabulary).map((group) => group.database ?? ''))];
  const known = databases.map((name) => database(name, name, true));
  const home = known.find(({ children }) => children?.some(({ label }) => label.toLowerCase() === 'sales'));
  if (!home) throw new Error('The demo shop has lost its sales.');
  const suffix = layout.warehouse === 'bigquery' ? '-dev' : '_dev';
  const stranger = database(`${home.label}${shown(suffix)}`, home.label, false);
  const roots = layout.isStrangerFirst ? [stranger, ...known] : [...known, stranger];

  /** A row that says again what another says. */
  const copy = (of: Entry, label: string): Entry => {
    const { key } = entry(label, of.kind);
    const id = ids.get(of.key);
    if (id) ids.set(key, id);
    return { key, label, kind: of.kind };
  };
  const rowsOf = (place: Entry, schema: Entry): ListRow[] =>
    tablesIn(schema)
      .filter(({ label }) => isPlain(label))
      .map((table, index) => ({
        key: copy(table, '').key,
        label: `${place.label}.${schema.label}.${table.label}`,
        cells: [index % 3 ? 'table' : 'view', shown('dbt_runner'), `${(index * 37) % 900} MB`],
      }));
  const sales = schemaIn(home, 'sales');
  const orders = tablesIn(sales).filter(({ label }) => label.toLowerCase() === 'orders');
  return {
    shop: {
      tree: layout.server ? [opened(entry(layout.server, 'server', roots))] : roots,
      list: [...rowsOf(home, sales), ...rowsOf(stranger, schemaIn(stranger, 'staging'))],
      crumbs: [home, sales, ...orders].map((row) => copy(row, row.label)),
      open,
    },
    ids,
    names,
  };
}
