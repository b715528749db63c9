import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom. The first pattern that matches a file is its room; a room may import its own files, and what
 * `may` lists (prefixes of files, or packages). A type costs nothing at run time: `types` may be imported as types only.
 */
type Room = { name: string; files: RegExp; may: string[]; types?: string[] };

const shared = ['model', 'errors', 'words', 'record', 'parsed', 'late-expression', 'node-key', 'joined'].map(
  (one) => `lib/${one}`,
);

const rooms: Room[] = [
  {
    name: 'content script',
    files: /^entrypoints\/(console\.content|card|editors)[/.]/,
    may: [
      ...shared,
      'wxt/',
      'preact',
      'lib/consoles',
      'lib/page/',
      'lib/sql/',
      'lib/resolve',
      'lib/health',
      'lib/messages/client',
      'components/',
    ],
    types: ['lib/messages/protocol', 'lib/markdown'],
  },
  { name: 'entrypoints', files: /^entrypoints\//, may: ['lib/', 'components/', 'preact', 'wxt/'] },
  {
    name: 'components',
    files: /^components\//,
    may: ['lib/model', 'lib/errors', 'lib/words', 'lib/late-expression', 'lib/node-key', 'lib/search-words', 'preact'],
    types: ['lib/markdown', 'lib/messages/protocol'],
  },
  { name: 'nouns', files: /^lib\/(model|record|parsed|late-expression)\./, may: [] },
  { name: 'errors', files: /^lib\/errors\./, may: ['lib/words'] },
  { name: 'lib/node-key', files: /^lib\/node-key\./, may: ['lib/joined'], types: ['lib/model'] },
  { name: 'words', files: /^lib\/words\./, may: [], types: ['public/_locales/'] },
  { name: 'lib/sql', files: /^lib\/sql\//, may: ['lib/model', 'lib/late-expression'] },
  { name: 'lib/resolve', files: /^lib\/resolve\./, may: ['lib/model', 'lib/node-key', 'lib/sql/'] },
  { name: 'lib/health', files: /^lib\/(health|ancestors)\./, may: ['lib/model'] },
  { name: 'lib/markdown', files: /^lib\/markdown\./, may: ['marked', 'lib/late-expression'] },
  { name: 'lib/consoles', files: /^lib\/consoles\//, may: ['lib/model', 'lib/sql/'] },
  {
    name: 'lib/page',
    files: /^lib\/page\//,
    may: ['lib/model', 'lib/late-expression', 'lib/sql/'],
    types: ['lib/consoles/console', 'lib/messages/protocol'],
  },
  { name: 'message protocol', files: /^lib\/messages\/protocol\./, may: [], types: ['lib/'] },
  {
    name: 'message client',
    files: /^lib\/messages\/client\./,
    may: ['lib/messages/protocol', 'lib/errors', 'lib/words', 'wxt/browser'],
  },
  {
    name: 'message server',
    files: /^lib\/messages\/server\./,
    may: [...shared, 'lib/messages/protocol', 'lib/settings-shapes', 'lib/sites', 'zod/mini', 'wxt/browser'],
  },
  { name: 'lib/sources', files: /^lib\/sources\//, may: [...shared, 'zod/mini'], types: ['lib/messages/protocol'] },
  {
    name: 'lib/settings',
    files: /^lib\/(settings|settings-shapes|settings-file|policy)\./,
    may: [...shared, 'lib/sites', 'zod/mini', 'wxt/browser'],
  },
  {
    name: 'tokens',
    files: /^lib\/(tokens|passphrase)\./,
    may: [...shared, 'lib/database', 'idb', 'wxt/browser'],
  },
  {
    name: 'storage',
    files: /^lib\/(store|stored-shapes|entries|chunks|database|files|memory|dropped-files)\./,
    may: [
      ...shared,
      'lib/store',
      'lib/stored-shapes',
      'lib/entries',
      'lib/chunks',
      'lib/tokens',
      'lib/database',
      'lib/files',
      'lib/memory',
      'idb',
      'zod/mini',
    ],
    types: ['lib/sources/', 'lib/passphrase'],
  },
  { name: 'background parts', files: /^lib\/[\w-]+\.ts$/, may: ['lib/', 'wxt/', 'zod/mini'] },
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

type Import = { target: string; isType: boolean };

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const atTop = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const later = text.matchAll(/\bimport\(()'([^']+)'\)/g);
  return [...atTop, ...later].map(([, type, path = '']) => {
    const target = path.startsWith('.') ? normalize(join(dirname(file), path)) : path;
    return { target, isType: Boolean(type) };
  });
}

const files = ['entrypoints', 'components', 'lib'].flatMap(sources);
const roomOf = (file: string) => rooms.find((room) => room.files.test(file));

describe('the house', () => {
  it('has a room for every file', () => {
    expect(files.filter((file) => !roomOf(file))).toEqual([]);
  });

  it.each(files)('%s imports only what its room may', (file) => {
    const room = roomOf(file);
    if (!room) return;
    const refused = importsOf(file).filter(({ target, isType }) => {
      if (
        room.files.test(target) ||
        room.files.test(`${target}.ts`) ||
        target.endsWith('.css') ||
        target.endsWith('.css?inline')
      )
        return false;
      const allowed = isType ? [...room.may, ...(room.types ?? [])] : room.may;
      return !allowed.some((prefix) => target === prefix || target.startsWith(prefix));
    });
    expect(refused.map(({ target }) => target)).toEqual([]);
  });

  it.each(files)('%s knows no test, no demo and no other entrypoint', (file) => {
    const own = file.split('/').slice(0, 2).join('/');
    const strange = importsOf(file).filter(
      ({ target }) => /^(test|demo)\//.test(target) || (target.startsWith('entrypoints/') && !target.startsWith(own)),
    );
    // Extension pages share the looks of their forms.
    expect(strange.map(({ target }) => target)).toEqual([]);
  });

  it('takes the browser from wxt/browser and nowhere else, and says it only where it may', () => {
    const direct = files.filter((file) =>
      importsOf(file).some(({ target }) => target === 'webextension-polyfill' || target === 'wxt'),
    );
    expect(direct).toEqual([]);
  });

  it('makes nothing ready at its start that takes long and is seldom needed', () => {
    const texts = files.map((file) => [file, readFileSync(file, 'utf8')] as const);
    // The tool for captures runs once, when somebody asks for it.
    const wide = texts.filter(([file, text]) => !file.startsWith('lib/page/capture/') && /(?<!\\)\\p\{/.test(text));
    expect(wide.map(([file]) => file)).toEqual([]);
    const reading = texts.filter(([, text]) => /^import (?!type )[^;]*'[./\w-]*\/markdown'/m.test(text));
    expect(reading.map(([file]) => file)).toEqual([]);
  });

  it('never makes elements from text', () => {
    const sinks =
      /\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|new Function\(|\beval\(/;
    expect(files.filter((file) => sinks.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  /** Files above the cap, each with its reason; one that shrinks leaves the list. */
  const longer = new Map([
    ['lib/model.ts', 'all nouns in one place, and the one order of states'],
    ['lib/database.ts', 'one upgrade path and one way to open it, with every fault answered [2026-11-23]'],
  ]);

  it('keeps files short: at most 250 lines, but for those with a reason', () => {
    const tooLong = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 251);
    expect(tooLong.filter((file) => !longer.has(file))).toEqual([]);
  });
});
