// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Found, scan, type Want } from '../../../../lib/sources/artifacts/scan';

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function all(text: string, wanted: [string, Want][], size = 7): Promise<Found[]> {
  const found: Found[] = [];
  for await (const batch of scan(cut(text, size), new Map(wanted), 'x.json')) found.push(...batch);
  return found;
}

describe('scanning a large JSON file', () => {
  const text = JSON.stringify({
    metadata: { a: [1, { b: '}' }] },
    macros: { x: { sql: '{"nodes": {"model.a.b": 1}}' } },
    nodes: { 'model.a.b': { name: 'ü"\\', list: [[], {}] }, 'test.a.c': 5, 'model.a.d': null, '"q"': 'text' },
    results: [{ id: 1 }, 2, 'three', [4]],
    empty: [],
    none: {},
  });

  it('gives whole sections, wanted entries and elements of lists, in order', async () => {
    const found = await all(text, [
      ['metadata', 'whole'],
      ['nodes', (key) => !key.startsWith('test.')],
      ['results', () => true],
      ['empty', () => true],
      ['none', () => true],
    ]);
    expect(found).toEqual([
      { section: 'metadata', key: '', value: { a: [1, { b: '}' }] } },
      { section: 'nodes', key: 'model.a.b', value: { name: 'ü"\\', list: [[], {}] } },
      { section: 'nodes', key: 'model.a.d', value: null },
      { section: 'nodes', key: '"q"', value: 'text' },
      { section: 'results', key: '', value: { id: 1 } },
      { section: 'results', key: '', value: 2 },
      { section: 'results', key: '', value: 'three' },
      { section: 'results', key: '', value: [4] },
    ]);
  });

  it('reads numbers that only Python writes as null, and leaves texts alone that look like them', async () => {
    const odd = '{"results":[{"a":NaN,"b":-Infinity,"c":"NaN \\" Infinity","d":[Infinity]}, NaN]}';
    const found = await all(odd, [['results', () => true]]);
    expect(found.map(({ value }) => value)).toEqual([{ a: null, b: null, c: 'NaN " Infinity', d: [null] }, null]);
    await expect(all('{"results":[{"a":NaNa}]}', [['results', () => true]])).rejects.toMatchObject({
      kind: 'bad-response',
    });
  });

  it('gives the text of a wanted value and leaves it unread', async () => {
    const texts = await all(text, [['nodes', (key) => (key.startsWith('model.') ? 'text' : false)]]);
    expect(texts).toEqual([
      { section: 'nodes', key: 'model.a.b', value: undefined, text: '{"name":"ü\\"\\\\","list":[[],{}]}' },
      { section: 'nodes', key: 'model.a.d', value: undefined, text: 'null' },
    ]);
  });

  it.each([1, 30, 200, 10_000])(
    'leaves long code out of entries and nothing else, in pieces of %i bytes',
    async (size) => {
      const long = 'select "ü" \\ -- \n'.repeat(20);
      const node = (code: string, more: object = {}) => ({
        name: 'a',
        description: long,
        raw_code: code,
        compiled_code: code,
        meta: { raw_code: long, list: ['raw_code', long] },
        ...more,
      });
      for (const indent of [undefined, 2]) {
        const json = JSON.stringify(
          { nodes: { a: node(long), b: node('select 1', { 'x"raw_code': long }) } },
          null,
          indent,
        );
        const found = await all(json, [['nodes', () => true]], size);
        const [first, second] = found.map(({ value }) => value);
        // What begins in one piece and ends in the next is kept: only time is saved
        if (size === 10_000) expect(first).toEqual(node(''));
        expect({ ...node(''), ...(first as object), raw_code: '', compiled_code: '' }).toEqual(node(''));
        expect(second).toEqual(node('select 1', { 'x"raw_code': long }));
      }
    },
  );

  it.each([1, 7, 50, 1000])(
    'finds the end of long strings with quotes and backslashes in pieces of %i bytes',
    async (size) => {
      const long = (odd: string) => `${'x'.repeat(45)}${odd}${'y'.repeat(60)}${odd}`;
      const value = ['"', '\\', '\\"', '\\\\', '"\\\\"', '\\\\\\'].map(long);
      expect(await all(JSON.stringify({ results: value }), [['results', () => true]], size)).toEqual(
        value.map((one) => ({ section: 'results', key: '', value: one })),
      );
    },
  );

  it('gives what JSON.parse gives, wherever the pieces are cut and however it is written', async () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const file = fc.dictionary(fc.string(), fc.oneof(fc.dictionary(fc.string(), value), fc.array(value), value));
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 2),
        async (object, size, indent) => {
          const json = JSON.stringify(object, null, indent);
          const parsed: Record<string, unknown> = JSON.parse(json);
          const whole = await all(
            json,
            Object.keys(parsed).map((key): [string, Want] => [key, 'whole']),
            size,
          );
          expect(whole).toEqual(Object.entries(parsed).map(([section, inner]) => ({ section, key: '', value: inner })));
          const entries = await all(
            json,
            Object.keys(parsed).map((key): [string, Want] => [key, () => true]),
            size,
          );
          const expected = Object.entries(parsed).flatMap(([section, inner]) => {
            if (Array.isArray(inner)) return inner.map((each) => ({ section, key: '', value: each }));
            return typeof inner === 'object' && inner !== null
              ? Object.entries(inner).map(([key, each]) => ({ section, key, value: each }))
              : [];
          });
          expect(entries).toEqual(expected);
        },
      ),
    );
  });

  it.each(['', '[]', 'hello {}', '{"nodes": {"a": {', '{"nodes": {"a": [1,,2]}}', '"text"', '{"nodes": {"a": "'])(
    'N7: refuses %j',
    async (odd) => {
      await expect(all(odd, [['nodes', () => true]])).rejects.toMatchObject({
        kind: 'bad-response',
        message: 'dbtOddFile x.json',
      });
    },
  );

  it.each(['<!doctype html><style>a {}</style>', '\uFEFF  <html>{}', '<Error><Code>AccessDenied</Code></Error>'])(
    'N8: says that %j is a web page',
    async (page) => {
      const refusal = { kind: 'not-an-api', message: 'dbtPageAsFile x.json' };
      await expect(all(page, [['nodes', () => true]])).rejects.toMatchObject(refusal);
    },
  );

  it('reads a file with a byte order mark', async () => {
    expect(await all('\uFEFF{"nodes": {"a": 1}}', [['nodes', () => true]], 2)).toEqual([
      { section: 'nodes', key: 'a', value: 1 },
    ]);
  });

  it('does not keep what nobody wants', async () => {
    const asked: string[] = [];
    const isWanted = (key: string) => {
      asked.push(key);
      return false;
    };
    expect(await all(text, [['nodes', isWanted]])).toEqual([]);
    expect(asked).toEqual(['model.a.b', 'test.a.c', 'model.a.d', '"q"']);
  });
});
