import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { bundleProbe } from '../detection/bundle';
import type { Claims, Probe } from '../detection/probe';
import { type KnownNames, knownNames } from '../detection/vocabulary';
import { type Fixture, fixtures } from '../e2e/fixtures';

declare const sidelightProbe: Probe;
declare const sidelightClaims: Claims;
declare const sidelightWritten: () => string;

const all = fixtures();
const names = new Map<string, KnownNames>();
let context: BrowserContext;
let page: Page;
let shown: Pick<Fixture, 'address' | 'html'>;

test.beforeAll(async ({ browser }) => {
  for (const warehouse of new Set(all.map((fixture) => fixture.warehouse)))
    names.set(warehouse, await knownNames(warehouse));
  context = await browser.newContext();
  await context.addInitScript({ content: await bundleProbe() });
  await context.route(/^https:/, async (route) => {
    const isPage = route.request().isNavigationRequest();
    await route.fulfill(isPage ? { contentType: 'text/html; charset=utf-8', body: shown.html } : { status: 404 });
  });
  page = await context.newPage();
});

test.afterAll(() => context.close());

async function open(fixture: Pick<Fixture, 'address' | 'html' | 'viewport'>): Promise<void> {
  shown = fixture;
  await page.setViewportSize(fixture.viewport ?? { width: 1280, height: 800 });
  // A page whose address differs in its hash only would not be loaded anew.
  await page.goto('about:blank');
  await page.goto(fixture.address);
}

async function read(fixture: Fixture, withHints: boolean) {
  const known = names.get(fixture.warehouse);
  if (!known) throw new Error(`No names of ${fixture.warehouse}`);
  const options = { vocabulary: known.vocabulary, withHints, consoleId: fixture.console };
  const { found, failed } = await page.evaluate((given) => sidelightProbe(given), options);
  const badges = found.map(({ reader, label, ...ref }) => [reader, label, known.uniqueIds(ref).join(' or ')]);
  return { badges, failed, evidence: found.map(({ evidence }) => evidence) };
}

for (const fixture of all) {
  test.describe(fixture.name, () => {
    test('is claimed by its own console and by no other, and holds the names it is said to hold', async () => {
      await open(fixture);
      expect(await page.evaluate(() => sidelightClaims())).toEqual([fixture.console]);
      const text = await page.evaluate(() => sidelightWritten());
      for (const [, label, uniqueId] of fixture.expected) if (uniqueId === null) expect(text).toContain(label);
    });

    test('shows exactly its tables, with all hints and with none, and reading changes nothing', async () => {
      test.fail(fixture.defect !== undefined, fixture.defect);
      await open(fixture);
      const before = await page.evaluate(() => sidelightWritten());
      const expected = fixture.expected.filter(([, , uniqueId]) => uniqueId !== null);
      for (const withHints of [true, false]) {
        const { badges, failed, evidence } = await read(fixture, withHints);
        const how = [withHints ? 'hints given' : 'all hints removed', ...evidence].join('\n');
        expect(badges, how).toEqual(expected);
        expect(failed, 'readers that threw').toEqual([]);
      }
      expect(await page.evaluate(() => sidelightWritten())).toBe(before);
    });
  });
}

const strangers = {
  'an empty page': { address: 'https://example.com/', html: '' },
  'a page of another kind': {
    address: 'https://example.com/bigquery?ws=!1m5!1m&pgsql=&table=%ZZ#/data/databases/a/schemas',
    html: '<!doctype html><h1>News</h1><button>a.b</button><select></select><svg><text>orders</text></svg>',
  },
};

for (const [name, stranger] of Object.entries(strangers)) {
  test(`${name} is nobody's and gives nothing`, async () => {
    await open(stranger);
    expect(await page.evaluate(() => sidelightClaims())).toEqual([]);
    for (const { console, warehouse } of new Map(all.map((fixture) => [fixture.console, fixture])).values()) {
      const read = { vocabulary: names.get(warehouse)?.vocabulary, withHints: true, consoleId: console };
      // as: a vocabulary was made for every fixture
      const { found, failed } = await page.evaluate((given) => sidelightProbe(given), read as Parameters<Probe>[0]);
      expect({ found, failed }, console).toEqual({ found: [], failed: [] });
    }
  });
}
