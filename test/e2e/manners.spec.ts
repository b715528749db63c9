import type { Page } from '@playwright/test';
import { costOf, traced } from '../bench/trace';
import { demoConnection } from './demo-site';
import { badgeOf, expect, test } from './harness';

const address = 'https://app.snowflake.com/lantern/shop/#/tree';
const strange = 'https://elsewhere.lantern.example/tree';

/** A list of rows, the names given below ANALYTICS › SALES. */
function listPage(names: string[]): string {
  const row = (depth: number, text: string) =>
    `<div style="padding-left:${8 + depth * 16}px;height:24px"><span>${text}</span></div>`;
  const rows = [row(0, 'ANALYTICS'), row(1, 'SALES'), ...names.map((name) => row(2, name))];
  return `<!doctype html><html lang="en"><body><div id="list" style="height:600px;overflow:auto">${rows.join('')}</div></body></html>`;
}

/** What the extension's pages hear content scripts say. */
declare const chrome: {
  runtime: { onMessage: { addListener: (hear: (message: { word: string }) => undefined) => void } };
};

async function hearWords(listener: Page, options: string): Promise<() => Promise<string[]>> {
  await listener.goto(options);
  await listener.evaluate(() => {
    const words: string[] = [];
    Object.assign(window, { heardWords: words });
    chrome.runtime.onMessage.addListener(({ word }) => void words.push(word));
  });
  return () => listener.evaluate(() => (window as unknown as { heardWords: string[] }).heardWords);
}

const many = (words: string[], word: string) => words.filter((one) => one === word).length;

test('asks once for all names of a page, and never again for a name that was answered', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await connect('snowflake');
  site.serve(address, listPage(['ORDERS', 'PAYMENTS', 'NOBODY', 'ORDER_LINES']));
  const listener = await shared.browser.context.newPage();
  const words = await hearWords(listener, sidelight.address('options.html'));
  await page.bringToFront();
  await page.goto(address);
  await badgeOf(page, 'PAYMENTS');
  expect(many(await words(), 'resolve')).toBe(1);
  // Rows change places: the names are the same.
  await page.evaluate(() => {
    const labels = [...document.querySelectorAll('#list span')].slice(2);
    const texts = labels.map((label) => label.textContent);
    for (const [index, label] of labels.entries()) label.textContent = texts[(index + 1) % texts.length] ?? '';
  });
  await expect.poll(async () => (await sidelight.report(page)).tables.map(({ label }) => label)).toContain('ORDERS');
  await badgeOf(page, 'ORDERS');
  expect(many(await words(), 'resolve')).toBe(1);
  await listener.close();
});

test('never leaves a badge beside another name, and changes it before the page is painted', async ({
  page,
  site,
  connect,
}) => {
  await connect('snowflake');
  site.serve(address, listPage(['ORDERS', 'NOBODY', 'PAYMENTS', 'SOMEBODY']));
  await page.goto(address);
  await badgeOf(page, 'PAYMENTS');
  const wrong = await page.evaluate(async () => {
    const names = ['ORDERS', 'NOBODY', 'PAYMENTS', 'SOMEBODY'];
    const labels = [...document.querySelectorAll('#list span')].slice(2);
    let found = 0;
    for (let frame = 0; frame < 12; frame++) {
      await new Promise(requestAnimationFrame);
      for (const [index, label] of labels.entries()) label.textContent = names[(index + frame) % 4] ?? '';
      await Promise.resolve();
      for (const label of labels)
        if (label.nextElementSibling?.nodeName === 'DBT-BADGE' && /BODY/.test(label.textContent ?? '')) found += 1;
    }
    return found;
  });
  expect(wrong).toBe(0);
});

test('takes badges away with the heading that they stand by, before the page is painted', async ({
  page,
  site,
  connect,
}) => {
  await connect('snowflake');
  const rows = ['ORDERS', 'PAYMENTS', 'ORDER_LINES'].map((name) => `<div>${name}</div>`).join('');
  site.serve(
    address,
    `<!doctype html><html lang="en"><body><main><header><h2>ANALYTICS / SALES</h2></header><section><div><div style="height:60px;overflow:auto">${rows}</div></div></section></main></body></html>`,
  );
  await page.goto(address);
  await page.bringToFront();
  await badgeOf(page, 'PAYMENTS');
  const wrong = await page.evaluate(async () => {
    const heading = document.querySelector('h2');
    let found = 0;
    for (let turn = 0; turn < 8; turn++) {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
      const text = `ANALYTICS / ${turn % 2 ? 'SALES' : 'SCRATCH'}`;
      // Some pages write into the text that is there, others put a new one in its place.
      if (turn % 3 && heading?.firstChild) heading.firstChild.nodeValue = text;
      else heading?.replaceChildren(text);
      await new Promise(requestAnimationFrame);
      if (text.endsWith('SCRATCH')) found += document.querySelectorAll('main dbt-badge').length;
    }
    return found;
  });
  expect(wrong).toBe(0);
  await badgeOf(page, 'PAYMENTS');
});

test('gives the rows of a virtual list their badges by the heading outside of it', async ({ page, site, connect }) => {
  await connect('snowflake');
  const names = ['ORDERS', 'PAYMENTS', 'ORDER_LINES', 'RETURNS', 'PRODUCTS', 'WEB_SESSIONS'];
  const rows = names.map((name) => `<div>${name}</div>`).join('');
  site.serve(
    address,
    `<!doctype html><html lang="en"><body><main><h2>ANALYTICS / SALES</h2><div id="list" style="height:90px;overflow:auto">${rows}</div></main></body></html>`,
  );
  await page.goto(address);
  await page.bringToFront();
  await badgeOf(page, 'WEB_SESSIONS');
  const counts = await page.evaluate(async (all) => {
    const list = document.querySelector('#list');
    const seen: number[] = [];
    for (let step = 0; step < 12; step++) {
      const shown = [0, 1, 2].map((at) =>
        Object.assign(document.createElement('p'), { textContent: all[(step + at) % 6] }),
      );
      list?.replaceChildren(...shown);
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      seen.push(document.querySelectorAll('#list dbt-badge').length);
    }
    return seen;
  }, names);
  expect(counts).toEqual(counts.map(() => 3));
});

test('does nothing on a page where nothing happens', async ({ page, site, connect }) => {
  await connect('snowflake');
  site.serve(address, listPage(['ORDERS', 'PAYMENTS']));
  await page.goto(address);
  await badgeOf(page, 'PAYMENTS');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const { calls } = costOf(await traced(page, () => page.waitForTimeout(1_500)));
  expect(calls).toBe(0);
});

test('follows a page that goes from one account to another without being loaded anew', async ({
  page,
  site,
  sidelight,
}) => {
  const { connection, token } = demoConnection('snowflake');
  await sidelight.connect({ ...connection, onlyWhere: ['Lantern/shop'] }, token);
  const other = 'https://app.snowflake.com/other/account/';
  site.serve(other, listPage(['ORDERS', 'PAYMENTS']));
  await page.goto(`${other}#/tree`);
  const go = (path: string) => page.evaluate((to) => history.pushState(undefined, '', to), path);
  const count = () => page.evaluate(() => document.querySelectorAll('dbt-badge').length);
  await expect.poll(async () => (await sidelight.report(page)).version).toBe(0);
  for (let turn = 0; turn < 3; turn++) {
    await go('/lantern/shop/#/tree');
    await badgeOf(page, 'PAYMENTS');
    await go('/lantern/shop/#/elsewhere');
    await badgeOf(page, 'ORDERS');
    await go('/other/account/#/tree');
    await expect.poll(count).toBe(0);
  }
});

test('says hello and nothing else where no connection is, and hears no change of that page', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await connect('snowflake');
  site.serve(strange, listPage(['ORDERS', 'PAYMENTS']));
  const listener = await shared.browser.context.newPage();
  const words = await hearWords(listener, sidelight.address('options.html'));
  await page.bringToFront();
  await page.goto(strange);
  const { calls } = costOf(
    await traced(page, () =>
      page.evaluate(async () => {
        for (let at = 0; at < 20; at++) {
          document.body.append(String(at));
          await new Promise(requestAnimationFrame);
        }
      }),
    ),
  );
  expect(calls).toBe(0);
  expect((await words()).filter((word) => word !== 'hello')).toEqual([]);
  await listener.close();
});
