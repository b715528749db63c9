import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Line } from '../inspect/detections';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'test', 'inspect', 'pages', 'tree.html');
const artifacts = join(root, 'demo', 'artifacts', 'snowflake');
const address = 'https://app.snowflake.com/lantern/shop/';

type Summary = { matched: number; ambiguous: number; drawn: number; ms: number };
type Ended = { code: number; out: string; err: string; lines: Line[]; summary: Summary | undefined };

/** The command as a person gives it, npm's own wrapping left out. */
function inspect(...args: string[]): Promise<Ended> {
  const command = ['--import', 'tsx', join(root, 'test', 'inspect', 'inspect.ts'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (problem, out, err) => {
      const rows =
        out.trim() === '' || !out.startsWith('{')
          ? []
          : out
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line));
      const code = typeof problem?.code === 'number' ? problem.code : problem ? 1 : 0;
      resolve({ code, out, err, summary: rows.pop(), lines: rows });
    });
  });
}

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidelight-inspect-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('prints one line per detection of all frames, then a summary, and takes a picture', async () => {
  const screenshot = join(folder, 'page.png');
  const ended = await inspect(page, '--url', address, '--artifacts', artifacts, '--screenshot', screenshot);
  expect(ended.code).toBe(0);
  const [first] = ended.lines;
  expect(Object.keys(first ?? {})).toEqual([
    'reader',
    'evidence',
    'label',
    'database',
    'schema',
    'name',
    'status',
    'uniqueIds',
    'drawn',
    'box',
  ]);
  expect(
    ended.lines.map(({ reader, label, status, uniqueIds, drawn }) => [reader, label, status, uniqueIds, drawn]),
  ).toEqual([
    ['outline', 'ORDERS', 'matched', ['model.lantern.fct_orders'], 'badge'],
    ['outline', 'PAYMENTS', 'matched', ['model.lantern.fct_payments'], 'badge'],
    ['editors', 'analytics.sales.orders', 'matched', ['model.lantern.fct_orders'], 'mark'],
    ['outline', 'RETURNS', 'matched', ['model.lantern.fct_returns'], 'badge'],
  ]);
  expect(ended.summary).toEqual({ matched: 4, ambiguous: 0, drawn: 4, ms: expect.any(Number) });
  // The frame stands below the query and 30 px to the right: its badge's box is told in the window's own pixels.
  const [query, inFrame] = ended.lines.slice(2);
  expect(inFrame?.box.y).toBeGreaterThan((query?.box.y ?? Number.POSITIVE_INFINITY) + 40);
  for (const { box } of ended.lines) expect(Math.min(box.width, box.height)).toBeGreaterThan(5);
  expect((await readFile(screenshot)).subarray(1, 4).toString()).toBe('PNG');
});

test('runs the scripts of a saved page only when asked to', async () => {
  const ended = await inspect(page, '--url', address, '--artifacts', artifacts, '--scripts');
  expect(ended.lines.map(({ label }) => label)).toContain('CUSTOMERS');
});

test('drives a live page of this machine, at its own address and at another', async () => {
  const html = `<!doctype html><button onclick="document.querySelector('div').hidden = false">Open Lantern</button>
    <input id="filter" oninput="document.querySelector('li').textContent = this.value"><div hidden>
    <div id="list" style="height: 60px; overflow: auto"><div style="height: 400px">analytics.sales</div><ul><li></li></ul></div></div>`;
  const server = createServer((_, response) => void response.end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const live = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tables`; // as: it listens on TCP
  const steps = join(folder, 'steps.json');
  await writeFile(
    steps,
    JSON.stringify([
      { click: 'Open Lantern' },
      { 'wait-for': '#list' },
      { type: 'analytics.sales.orders', into: '#filter' },
      { scroll: '#list', by: 400 },
      { 'wait-for': 50 },
    ]),
  );
  try {
    for (const elsewhere of [[], ['--url', 'https://tables.lantern.example/desk']]) {
      const ended = await inspect(live, '--artifacts', artifacts, '--steps', steps, ...elsewhere);
      expect([ended.code, ended.err.includes('step')]).toEqual([0, false]);
      expect(ended.lines.map(({ reader, uniqueIds }) => [reader, ...uniqueIds])).toEqual([
        ['dotted', 'model.lantern.fct_orders'],
      ]);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('ends with 2 and one clear line when an argument or a file is wrong', async () => {
  await writeFile(join(folder, 'manifest.json'), '{"metadata": ');
  await writeFile(join(folder, 'steps-wrong.json'), '[{"jump": 3}]');
  const good = [page, '--url', address, '--artifacts', artifacts];
  const wrong: [string[], RegExp][] = [
    [[], /no PAGE/],
    [[join(folder, 'none.html'), ...good.slice(1)], /there is no file .*none\.html/],
    [[page, '--artifacts', artifacts], /needs --url/],
    [[page, '--url', address], /--artifacts is missing/],
    [[...good, '--warehouse', 'oracle'], /unknown warehouse oracle/],
    [[page, '--url', address, '--artifacts', folder], /manifest\.json does not parse/],
    [[page, '--url', address, '--artifacts', join(folder, 'none')], /no manifest\.json/],
    [[...good, '--steps', join(folder, 'steps-wrong.json')], /step 1 is none that is known/],
    [[...good, '--steps', join(folder, 'no-steps.json')], /there is no file/],
    [['https://app.snowflake.com/', '--artifacts', artifacts], /live page/],
    [[...good, '--wharehouse', 'snowflake'], /--wharehouse/],
  ];
  for (const [args, line] of wrong) {
    const { code, out, err } = await inspect(...args);
    expect([args, code, out, err.trim().split('\n').length]).toEqual([args, 2, '', 1]);
    expect(err).toMatch(line);
  }
});

test('says in --help how steps are written', async () => {
  const { code, out } = await inspect('--help');
  expect(code).toBe(0);
  for (const word of ['"click"', '"scroll"', '"type"', '"wait-for"', '--screenshot']) expect(out).toContain(word);
});
