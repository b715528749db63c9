// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { consoles } from '../../lib/consoles';
import { choices } from '../../lib/consoles/choices';
import { fixtures } from '../e2e/fixtures';

/** Files of the room that describe no console: the contract, the list, and what several consoles share. */
const shared = ['addresses', 'choices', 'console', 'index', 'pickers'];
const files = readdirSync('lib/consoles').map((file) => file.replace(/\.ts$/, ''));
const all = fixtures();

/** Names that a build makes up: CSS modules, emotion, Angular, editors' themes, hashes. */
const madeUp =
  /css-[a-z0-9]{5,}|___|_ng|ng-|mat-\w+-\d|\bmtk\d|[^\u0020-\u007e]|[._-](?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{5,}\b/i;

describe.each(consoles)('$id', (console) => {
  const own = all.filter((fixture) => fixture.console === console.id);

  it('is a file of that name, short enough to read at once', () => {
    expect(files).toContain(console.id);
    expect(readFileSync(`lib/consoles/${console.id}.ts`, 'utf8').split('\n').length).toBeLessThanOrEqual(100);
  });

  it('asks for https addresses of hosts that are named', () => {
    const choice = choices.find(({ id }) => id === console.id);
    expect(choice?.name).not.toBe('');
    for (const address of choice?.addresses ?? ['none'])
      expect(address).toMatch(/^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+\/.*\*$/);
  });

  it('selects by nothing that a build makes up, and dates its hints', () => {
    for (const selector of [...(console.leaveAlone ?? []), ...(console.hints ?? []).map((hint) => hint.selector)])
      expect(selector).not.toMatch(madeUp);
    for (const hint of console.hints ?? []) expect(hint.seen).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it('has a saved or sketched page with tables, and one without any', () => {
    expect(own.some(({ expected }) => expected.some(([, , uniqueId]) => uniqueId !== null))).toBe(true);
    expect(own.some(({ expected }) => expected.length === 0)).toBe(true);
  });

  it('listens to nothing, waits for nothing and writes nothing', () => {
    const text = readFileSync(`lib/consoles/${console.id}.ts`, 'utf8');
    expect(text).not.toMatch(/addEventListener|Observer|setTimeout|await|async|browser\.|\.append|\.remove\(|\btry\b/);
  });
});

it('lists every console that has a file', () => {
  expect(consoles.map(({ id }) => id).toSorted()).toEqual(files.filter((file) => !shared.includes(file)).toSorted());
});

it('gives no console two meanings', () => {
  expect(new Set(consoles.map(({ id }) => id)).size).toBe(consoles.length);
});

describe.each(all)('$name', (fixture) => {
  it('belongs to a listed console and is named by its day', () => {
    expect(consoles.map(({ id }) => id)).toContain(fixture.console);
    expect(fixture.name).toMatch(/^[a-z0-9-]+\/\d{4}-\d\d-\d\d-[a-z0-9-]+$/);
  });

  it('is small and holds no script, e-mail, token or foreign address', () => {
    expect(fixture.html.length).toBeLessThan(12_000);
    expect(fixture.html).not.toMatch(/<script|\son\w+=|javascript:|<link|<img|@import/i);
    expect(fixture.html).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    expect(fixture.html).not.toMatch(/\b(eyJ|ghp_|dbt[cu]_|AKIA|sk-)[\w-]{8,}|bearer\s/i);
    expect(fixture.html).not.toMatch(/(src|action)="?https?:/i);
  });
});

it('pairs every page with its expectations', () => {
  for (const { id } of consoles) {
    const names = readdirSync(`test/consoles/${id}`);
    const bases = (ending: string) =>
      names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    expect(bases('.html').toSorted()).toEqual(bases('.json').toSorted());
  }
});
