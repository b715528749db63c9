/**
 * Tables for a browser that cannot open its database: they last as long as the worker. Only what we use of a database is
 * here, in the same words.
 */

type Key = IDBValidKey;
type Query = Key | IDBKeyRange | null | undefined;
type Row = { key: Key; value: unknown };

function memoryTable() {
  const rows = new Map<string, Row>();
  const select = (query: Query): Row[] => {
    if (query instanceof IDBKeyRange) {
      return [...rows.values()].filter(({ key }) => query.includes(key)).sort((a, b) => compare(a.key, b.key));
    }
    if (query === undefined || query === null) return [...rows.values()];
    const row = rows.get(idOf(query));
    return row ? [row] : [];
  };
  return {
    get: async (query: Query) => select(query)[0]?.value,
    getAll: async (query?: Query) => select(query).map(({ value }) => value),
    getAllKeys: async (query?: Query, limit?: number) =>
      select(query)
        .slice(0, limit)
        .map(({ key }) => key),
    count: async (query?: Query) => select(query).length,
    put: async (value: unknown, key: Key) => void rows.set(idOf(key), { key, value }),
    delete: async (query: Query) => {
      for (const { key } of select(query)) rows.delete(idOf(key));
    },
  };
}

type Table = ReturnType<typeof memoryTable>;

/** One table per name. */
export function memoryDatabase() {
  const tables = new Map<string, Table>();
  const table = (name: string): Table => {
    const found = tables.get(name) ?? memoryTable();
    tables.set(name, found);
    return found;
  };
  return {
    get: (name: string, query: Query) => table(name).get(query),
    getAll: (name: string, query?: Query) => table(name).getAll(query),
    getAllKeys: (name: string, query?: Query, limit?: number) => table(name).getAllKeys(query, limit),
    count: (name: string, query?: Query) => table(name).count(query),
    put: (name: string, value: unknown, key: Key) => table(name).put(value, key),
    delete: (name: string, query: Query) => table(name).delete(query),
    transaction: (names: string | string[]) => ({
      store: table([names].flat()[0] ?? ''),
      objectStore: table,
      done: Promise.resolve(),
      abort: () => undefined,
    }),
    close: () => undefined,
  };
}

function idOf(key: Key): string {
  return JSON.stringify(key);
}

/** Keys of one table are texts, or lists of texts and numbers of one length. */
function compare(one: Key, other: Key): number {
  if (!Array.isArray(one) || !Array.isArray(other)) return one < other ? -1 : Number(one > other);
  for (const [at, part] of one.entries()) {
    const order = compare(part, other[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
