// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoles } from '../../../lib/consoles';
import type { PageTable } from '../../../lib/messages/protocol';
import { capture } from '../../../lib/page/capture';
import { plainAddress } from '../../../lib/page/capture/address';
import { fillAll, makeFiller } from '../../../lib/page/capture/filler';
import { plainDeclarations } from '../../../lib/page/capture/styles';
import { vocabularyOf } from '../../grouped-names';

const vocabulary = vocabularyOf('bigquery', [
  { database: 'lantern-prod', schema: 'sales', isExact: true, names: ['orders', 'Web Customers', 'Returns "B-stock"'] },
  { database: 'lantern-prod', schema: 'raw', isExact: true, names: ['events_*'] },
]);
const filler = makeFiller(vocabulary, []);

/** Letters that no name above holds, so that a word of them can only be somebody's own. */
const secret = fc.string({
  unit: fc.constantFrom('q', 'z', 'j', 'k', 'Q', 'Z', 'J', 'K', 'ß', 'é', 'Ж', '漢'),
  minLength: 4,
  maxLength: 12,
});

function pageOf(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

function captured(html: string, tables: PageTable[] = [], address = 'https://console.qzjk.example/qzjk?kzjq=1') {
  const document = pageOf(html);
  return capture({ document, url: new URL(address), vocabulary, console: undefined, tables });
}

describe('filler', () => {
  it.each([
    ['orders', 'orders'],
    ['ORDERS of Jane Doe, 42', 'ORDERS xx Xxxx Xxx, 00'],
    ['lantern-prod.sales.orders', 'lantern-prod.sales.orders'],
    ['`lantern-prod`.`hidden`.`orders`', '`lantern-prod`.`xxxxxx`.`orders`'],
    ['lantern-production', 'xxxxxxx-xxxxxxxxxx'],
    ['Web Customers', 'Web Customers'],
    ['Web\u00a0Customers', 'Web\u00a0Customers'],
    ['Web Customers2', 'Xxx Xxxxxxxxx0'],
    ['"Returns ""B-stock"""', '"Returns ""B-stock"""'],
    ['my_orders, orders_old, ordersß', 'xx_xxxxxx, xxxxxx_xxx, xxxxxxx'],
    ['events_ (42) events_20240101 events_2024', 'events_ (00) events_20240101 xxxxxx_0000'],
    ['jane@doe.example +49 30', 'xxxx@xxx.xxxxxxx +00 00'],
  ])('%s becomes %s', (text, expected) => {
    expect(filler.text(text)).toBe(expected);
  });

  it("leaves SQL's own words in an editor and nowhere else", () => {
    const sql = "select secret from sales.orders where name = 'Jane' -- Jane";
    expect(filler.sql(sql)).toBe("select xxxxxx from sales.orders where xxxx = 'Xxxx' -- Xxxx");
    expect(filler.text('from where')).toBe('xxxx xxxxx');
  });

  it('leaves a name that the page cuts short, where a reader believed it', () => {
    expect(makeFiller(vocabulary, ['Web Cust…']).text(' Web Cust… ')).toBe(' Web Cust… ');
  });

  it('keeps every length and case, all blanks and punctuation, and is done after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const after = filler.text(text);
        expect(after).toHaveLength(text.length);
        expect(filler.text(after)).toBe(after);
        expect(after.replace(/[xX0]/g, '').replace(/[\p{L}\p{M}\p{N}]/gu, '')).toBe(
          text.replace(/[xX0]/g, '').replace(/[\p{L}\p{M}\p{N}]/gu, ''),
        );
        expect(fillAll(text)).not.toMatch(/(?![xX0])[\p{L}\p{M}\p{N}]/u);
      }),
    );
  });
});

describe('capture', () => {
  it('lets no word of the page through that is no name, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 9, maxLength: 9 }), (words) => {
        const [a, b, c, d, e, f, g, h, i] = words;
        const { html, json } =
          captured(`<!doctype html><html><head><title>${a}</title><meta name="author" content="${b}">
          <base href="https://${c}.example/"><script>${d}()</script><style>.x::before { content: "${e}" }</style></head>
          <body onload="${f}()" data-user="${g}"><!-- ${h} --><h1 id="row-${i}" title="${a} ${b}">${i} orders</h1>
          <input value="${b}" placeholder="${c}"><textarea>${d}</textarea><select><option value="${e}">${f}</option></select>
          <a href="https://${g}.example/${h}?${i}=${a}#${b}" ping="/${b}">${b}</a><img src="/${c}.png?${d}" alt="${d}">
          <form action="/${e}?${f}"><button formaction="/${g}" name="${h}" onclick="${h}()">${i}</button></form>
          <p style="background: url(/${a}); --note: '${b}'" jsaction="${c}" data-json='{"${d}": "${e}"}' aria-label="${f}">
          <b>${g}</b><i>${h}</i></p><noscript>${a}</noscript><template><p>${b}</p></template>
          <svg><text>${c}</text></svg><object data="/${d}"></object><iframe src="https://${e}.example/?${f}"></iframe></body></html>`);
        for (const word of words) {
          expect(html).not.toContain(word);
          expect(json).not.toContain(word);
        }
        expect(html).toContain(' orders</h1>');
        expect(html).not.toMatch(/<script|<object|<noscript|\son\w+=|\?\w|\svalue=|https?:/);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what the layout and the readers need', () => {
    const { html } = captured(
      `<body class="tree qzjk"><ul role="tree"><li aria-level="2" aria-expanded="true" data-depth="3" style="padding-left: 24px" id="node-4711">sales</li></ul>`,
    );
    expect(html).toContain(
      '<li aria-level="2" aria-expanded="true" data-depth="3" style="padding-left: 24px" id="node-0000">sales</li>',
    );
    expect(html).toContain('class="tree qzjk"');
  });

  it('keeps a name that is drawn in pieces, and not its pieces elsewhere', () => {
    const { html } = captured('<p><span>or<mark>der</mark>s</span></p><p>or<b>der</b>ly</p>');
    expect(html).toContain('<span>or<mark>der</mark>s</span>');
    expect(html).toContain('<p>xx<b>xxx</b>xx</p>');
  });

  it('empties the zones that a console leaves alone', () => {
    const [console] = consoles.filter(({ id }) => id === 'snowflake');
    const document = pageOf('<div data-testid="query-results"><i>orders</i></div><p>orders</p>');
    const url = new URL('https://app.snowflake.com/a/b/#/homepage');
    const { html, removed } = capture({ document, url, vocabulary, console, tables: [] });
    expect(html.match(/orders/g)).toHaveLength(1);
    expect(html).toContain('data-testid="query-results"');
    expect(removed).toContainEqual({ what: 'results', count: 1 });
  });

  it('leaves our own elements out and the page as it was', () => {
    const document = pageOf('<p>orders<dbt-badge></dbt-badge></p><dbt-overlay></dbt-overlay>');
    const before = document.documentElement.outerHTML;
    const url = new URL('https://console.example/');
    const { html } = capture({ document, url, vocabulary, console: undefined, tables: [] });
    expect(html).not.toContain('dbt-');
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('says in its json where it was, and what must be found', () => {
    const { json } = captured('<p>orders</p>');
    expect(JSON.parse(json)).toMatchObject({ captured: 'real', warehouse: 'bigquery', expected: [] });
    expect(JSON.parse(json).address).toBe('https://console.example/xxxx');
  });
});

describe('addresses', () => {
  const words = vocabularyOf('snowflake', [
    { database: 'SHOP', schema: 'SALES', isExact: true, names: ['ORDERS', 'a/b c'] },
  ]);
  const plain = (id: string, address: string) => {
    const console = consoles.find((one) => one.id === id);
    return plainAddress(new URL(address), { document: pageOf('<p>'), console, filler: makeFiller(words, []) }).href;
  };

  it.each([
    [
      'snowflake',
      'https://app.snowflake.com/acme/prod/#/data/databases/SHOP/schemas/SALES/table/ORDERS?session=Jane',
      'https://app.snowflake.com/xxxx/xxxx/#/data/databases/SHOP/schemas/SALES/xxxxx/ORDERS?xxxxxxx=Xxxx',
    ],
    [
      'snowflake',
      'https://app-acme.privatelink.snowflakecomputing.com/eu/x1/#/data/databases/SECRET/schemas/SALES/table/a%2Fb%20c',
      'https://app-xxxx.privatelink.snowflakecomputing.com/xx/x0/#/data/databases/XXXXXX/schemas/SALES/xxxxx/a%2Fb%20c',
    ],
    [
      'bigquery',
      'https://console.cloud.google.com/bigquery?project=acme-1&authuser=3&ws=!1m5!1m4!4m3!1sacme-1!2sSALES!3sORDERS',
      'https://console.cloud.google.com/bigquery?project=xxxx-0&ws=!1m5!1m4!4m3!1sxxxx-0!2sSALES!3sORDERS',
    ],
    [
      'databricks',
      'https://adb-1234567890123456.7.azuredatabricks.net/explore/data/SHOP/SALES/ORDERS?o=4711',
      'https://xxx-0000000000000000.0.azuredatabricks.net/explore/data/SHOP/SALES/ORDERS',
    ],
    [
      'adminer',
      'https://user:pass@db.acme.example:8443/tools/adminer.php?pgsql=db.acme&username=jane&db=SHOP&ns=SALES&table=ORDERS',
      'https://console.example/xxxxx/xxxxxxx.xxx?pgsql=&username=&db=SHOP&ns=SALES&table=ORDERS',
    ],
    [
      'none of them',
      'http://tools.acme.example:8080/SALES/jane?token=1#jane',
      'http://console.example/SALES/xxxx#xxxx',
    ],
  ])('%s: %s', (id, address, expected) => {
    expect(plain(id, address)).toBe(expected);
  });
});

describe('styles', () => {
  it('loses addresses and words, and keeps fonts and measures', () => {
    const css = `padding: 4px; font-family: "Open Sans", serif; background: url("https://x.example/a;b.png") red; content: "Jane's"; --user: 'Jane'`;
    expect(plainDeclarations(css, filler)).toBe(
      `padding: 4px; font-family: "Open Sans", serif; background: none red; content: "Xxxx'x"; --user: 'Xxxx'`,
    );
  });
});
