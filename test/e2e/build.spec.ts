import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from './harness';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chrome = join(root, '.output', 'chrome-mv3');

/** The manifest as somebody approved it; a change of it is a change of what people grant. */
function approved(browser: string): unknown {
  return JSON.parse(readFileSync(new URL(`approved/${browser}.json`, import.meta.url), 'utf8'));
}

function manifestIn(folder: string): Record<string, unknown> {
  const { version: _version, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return manifest;
}

test('B1: the manifest for Chrome asks for what was approved, and for nothing else', () => {
  expect(manifestIn(chrome)).toEqual(approved('chrome'));
});

test('B1: the manifest for Firefox asks for what was approved, and for nothing else', () => {
  const place = mkdtempSync(join(tmpdir(), 'sidelight-firefox-'));
  try {
    const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
    const environment = { ...process.env, SIDELIGHT_OUT: place };
    execFileSync(process.execPath, [wxt, 'build', '-b', 'firefox', '--mv3'], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(manifestIn(join(place, 'firefox-mv3'))).toEqual(approved('firefox'));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

/** Hosts whose addresses may stand in the bundle: they are shown, matched or asked for by people; none is asked by itself. */
const knownHosts =
  /^(?:www\.w3\.org|(?:[\w*-]+\.)*(?:dbt\.com|getdbt\.com|snowflake\.com|snowflakecomputing\.com|google\.com|databricks\.com|azuredatabricks\.net|databricks\.azure\.(?:us|cn)|databricks\.us|aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|on\.aws|supabase\.com|neon\.tech|example\.com|getdbt)|localhost|127\.0\.0\.1|\*)$/;

test('B5: the shipped bundle holds no sink of ours, no eval, no test hook, no unknown address, no local path', () => {
  const scripts = readdirSync(chrome, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(5);
  for (const file of scripts) {
    const text = readFileSync(join(chrome, file), 'utf8');
    // Preact's own handling of `dangerouslySetInnerHTML`, which nothing here uses.
    const sinks = text.match(/\.(?:innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write\b/g) ?? [];
    expect(sinks.length, `HTML sinks in ${file}`).toBeLessThanOrEqual(text.includes('__html') ? 3 : 0);
    expect(text.match(/\beval\(|new Function\(|setTimeout\((?:'|")/g), `eval in ${file}`).toBeNull();
    expect(text.match(/dbtc_fake|lantern|playwright|vitest|__test/gi), `test hooks in ${file}`).toBeNull();
    expect(text.match(/\/(?:home|work|tmp|Users|root)\/[\w-]+/g), `local paths in ${file}`).toBeNull();
    // Where marked asks for reports when it fails; its failures reach nobody.
    const own = text.replaceAll('https://github.com/markedjs/marked', '');
    const hosts = [...own.matchAll(/https?:\/\/([\w.*-]+)/g)].map(([, host = '']) => host);
    expect(
      hosts.filter((host) => !knownHosts.test(host)),
      `addresses in ${file}`,
    ).toEqual([]);
  }
});

test('P11: a page that is no console finds no sign of the extension', async ({ page, site, connect, sidelight }) => {
  await connect('snowflake');
  const html =
    '<!doctype html><html lang="en"><head><title>shop</title></head><body><p>ANALYTICS.SALES.ORDERS</p></body></html>';
  site.serve('https://elsewhere.example/', html);
  expect(manifestIn(chrome).web_accessible_resources).toBeUndefined();
  await page.goto('https://elsewhere.example/');
  const files = ['manifest.json', 'icon/16.png', 'content-scripts/console.js', 'sample.html', 'card.js'];
  const seen = await page.evaluate(
    async (addresses) => {
      const answers = addresses.map((address) =>
        fetch(address).then(
          () => address,
          () => undefined,
        ),
      );
      const found = (await Promise.all(answers)).filter((address) => address !== undefined);
      const globals = Object.keys(globalThis).filter((key) => /sidelight|dbt|wxt/i.test(key));
      return { found, globals, body: document.body.innerHTML };
    },
    files.map((file) => sidelight.address(file)),
  );
  expect(seen).toEqual({ found: [], globals: [], body: '<p>ANALYTICS.SALES.ORDERS</p>' });
});
