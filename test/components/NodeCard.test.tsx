// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AmbiguousCard } from '../../components/AmbiguousCard';
import { NodeCard } from '../../components/NodeCard';
import { AppError } from '../../lib/errors';
import { type MarkdownNode, parseMarkdown } from '../../lib/markdown';
import type { DbtNode } from '../../lib/model';
import { factsOf, nodeOf, now } from './nodes';
import { allByRole, byRole, click, draw, settle, speakEnglish, type } from './screen';

beforeEach(speakEnglish);

const headings = (place: HTMLElement) => allByRole(place, 'heading').map((heading) => heading.textContent?.trim());

/** A node about which everything is known. */
const full = nodeOf({
  columns: [{ name: 'ORDER_ID', type: 'NUMBER(38,0)', description: 'Primary key' }],
  tests: [
    { uniqueId: 't1', name: 'unique_order_id', kind: 'unique', column: 'ORDER_ID', status: 'pass' },
    {
      uniqueId: 't2',
      name: 'not_null_order_id',
      kind: 'not_null',
      column: 'ORDER_ID',
      status: 'fail',
      failures: 14,
      message: 'Got 14 results',
      at: '2026-08-20T06:10:00Z',
    },
  ],
  freshness: {
    status: 'warn',
    loadedAt: '2026-08-20T03:00:00Z',
    checkedAt: '2026-08-20T11:00:00Z',
    warnAfter: { count: 6, period: 'hour' },
    errorAfter: { count: 3, period: 'day' },
  },
  run: {
    status: 'error',
    at: '2026-08-20T06:00:00Z',
    message: 'Database Error',
    lastSuccessAt: '2026-08-18T12:00:00Z',
  },
  owner: { group: 'finance', name: 'Ada Example' },
  tags: ['nightly'],
  version: '2',
  latestVersion: '3',
  deprecationDate: '2026-12-01T00:00:00Z',
  hasContract: true,
  access: 'public',
  upstream: [{ uniqueId: 'model.shop.stg_orders', name: 'stg_orders', what: 'failed' }],
  exposures: [{ name: 'Revenue', type: 'dashboard', url: 'https://bi.example.org/1' }],
  parents: ['model.shop.stg_orders', 'source.shop.raw_shop.payments'],
  children: ['model.shop.rpt_revenue.v2'],
  link: 'https://ab1.us1.dbt.com/explore',
  runLink: 'https://ab1.us1.dbt.com/runs/1',
});

describe('content', () => {
  it('says the verdict with its reason before the node has arrived', () => {
    const health = { state: 'degraded', shape: 'cross', reasons: [{ what: 'tests-failed', count: 2 }] } as const;
    const place = draw(<NodeCard facts={factsOf({ health: { ...health, reasons: [...health.reasons] } })} now={now} />);
    expect(place.textContent).toContain('Degraded · 2 tests failed');
    expect(byRole(place, 'dialog', 'dbt model fct_orders, Degraded, 2 tests failed').getAttribute('aria-modal')).toBe(
      'false',
    );
    expect(allByRole(place, 'heading').map((heading) => heading.textContent)).toEqual(['fct_orders model']);
  });

  it('tells everything in the order in which people ask', () => {
    const place = draw(<NodeCard facts={factsOf()} node={full} description={parseMarkdown('One row.')} now={now} />);
    expect(headings(place)).toEqual([
      'fct_orders model',
      'Description',
      'Freshness',
      'Last run',
      'Tests',
      'Columns 1',
      'About',
      'Trouble upstream',
      'Exposures used by 1',
      'Parents 2',
      'Children 1',
    ]);
    const text = place.textContent ?? '';
    for (const part of [
      'late after 6 hours',
      'error after 3 days',
      '9 hours ago',
      'Database Error',
      '2 days ago',
      '14 rows',
      'Got 14 results',
      '1 failed1 passed',
      'NUMBER(38,0)',
      'Tests: unique, not_null',
      'latest is 3',
      'deprecated from',
      'enforced',
      'raw_shop.payments',
      'rpt_revenue.v2',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('gives the exact time and zone of every age in its title', () => {
    const place = draw(<NodeCard facts={factsOf()} node={full} now={now} />);
    const times = [...place.querySelectorAll('time')];
    expect(times.length).toBeGreaterThan(3);
    for (const time of times) expect(time.title).toMatch(/2026.*\d:\d\d:\d\d/);
  });

  it('says "unknown" for a time that lies ahead', () => {
    const node = nodeOf({ run: { status: 'success', at: '2031-01-01T00:00:00Z' } });
    const place = draw(<NodeCard facts={factsOf()} node={node} now={now} />);
    expect(place.textContent).toContain('Whenunknown');
    expect(place.textContent).not.toMatch(/\bin \d/);
  });

  it('says what is said of the source that a table belongs to, also where nothing is said of the table', () => {
    const node = nodeOf({ type: 'source', sourceName: 'ais', sourceDescription: 'Positions of <b>ships</b>.' });
    for (const description of ['', 'One row.']) {
      const place = draw(<NodeCard facts={factsOf()} node={node} description={parseMarkdown(description)} now={now} />);
      expect(place.textContent).toContain(`${description || 'No description'}ais: Positions of <b>ships</b>.`);
    }
  });

  it('says why a freshness check could not run', () => {
    const node = nodeOf({ freshness: { status: 'runtime error', message: 'relation "crm.x" does not exist' } });
    const place = draw(<NodeCard facts={factsOf()} node={node} now={now} />);
    expect(place.textContent).toContain('the check itself failed');
    expect(place.querySelector('pre')?.textContent).toBe('relation "crm.x" does not exist');
  });

  it('X5: says "No description" for none, and for what the schema let through as empty', () => {
    for (const description of [undefined, []]) {
      const place = draw(<NodeCard facts={factsOf()} node={nodeOf()} description={description} now={now} />);
      expect(place.textContent).toContain('No description');
    }
  });

  it('keeps the verdict and tells why the rest is missing', () => {
    const error = new AppError('disconnected', 'Reload this page.');
    const place = draw(<NodeCard facts={factsOf()} error={error} now={now} />);
    expect(place.textContent).toContain('Healthy · 9 tests passed');
    expect(byRole(place, 'alert').textContent).toContain('Reload this page.');
  });

  it('names project, environment, age and evidence at its foot', () => {
    const origin = { project: 'shop', environment: 'Production', syncedAt: '2026-08-20T11:55:00Z' };
    const place = draw(<NodeCard facts={factsOf()} origin={origin} evidence="tree by level: A › B" now={now} />);
    expect(place.querySelector('footer')?.textContent).toBe('shopProductionas of 5 minutes agofound by: tree A › B');
  });
});

describe('columns', () => {
  const columns = (number: number) => Array.from({ length: number }, (_, index) => ({ name: `COLUMN_${index}` }));

  it('have code in their descriptions where somebody put it between backticks', () => {
    const description = 'One of `open` and `a_b*c`, or a lone ` more';
    const place = draw(
      <NodeCard facts={factsOf()} node={nodeOf({ columns: [{ name: 'A', description }] })} now={now} />,
    );
    const text = place.querySelector('.column-text');
    expect(text?.textContent).toBe('One of open and a_b*c, or a lone ` more');
    expect([...(text?.querySelectorAll('code') ?? [])].map((code) => code.textContent)).toEqual(['open', 'a_b*c']);
  });

  it('offers a filter from the thirteenth column on', () => {
    const few = draw(<NodeCard facts={factsOf()} node={nodeOf({ columns: columns(12) })} now={now} />);
    expect(allByRole(few, 'textbox')).toEqual([]);
    const many = draw(<NodeCard facts={factsOf()} node={nodeOf({ columns: columns(13) })} now={now} />);
    type(byRole(many, 'textbox', 'Find a column'), 'mn_12');
    expect([...many.querySelectorAll('.columns li')].map((line) => line.textContent)).toEqual(['COLUMN_12']);
    type(byRole(many, 'textbox', 'Find a column'), 'nothing like it');
    expect(many.textContent).toContain('No column has this');
  });

  it('D5: draws two hundred of five thousand and counts the others', () => {
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf({ columns: columns(5000) })} now={now} />);
    expect(place.querySelectorAll('.columns li')).toHaveLength(200);
    expect(place.textContent).toContain('and 4,800 more');
  });
});

describe('tests', () => {
  it('D5: lists twenty of ten thousand, failing ones first, and counts all', () => {
    const tests = Array.from({ length: 10_000 }, (_, at) => ({
      uniqueId: `t${at}`,
      name: `test_${at}`,
      column: `C${at % 5000}`,
      kind: 'unique',
      status: at % 4 === 3 ? ('fail' as const) : ('pass' as const),
    }));
    const columns = Array.from({ length: 5000 }, (_, at) => ({ name: `C${at}` }));
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf({ tests, columns })} now={now} />);
    expect(place.querySelectorAll('.tests li')).toHaveLength(20);
    expect(place.textContent).toContain('and 2,480 more');
    expect(place.textContent).toContain('2,500 failed7,500 passed');
  });
});

describe('actions', () => {
  it('says whether a text was copied, on the button and aloud', async () => {
    const onCopy = vi.fn().mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf()} onCopy={onCopy} now={now} />);
    const said = () => [...place.querySelectorAll('[role=status]')].map((one) => one.textContent).join('');
    click(byRole(place, 'button', 'Copy ref()'));
    await settle();
    expect(said()).toBe('Copied');
    click(byRole(place, 'button', 'Copy ref()'));
    await settle();
    expect(said()).toBe('Not copied');
  });

  it('leads from a deprecated version to the one that takes its place', () => {
    const onOpenNode = vi.fn();
    const node = nodeOf({
      uniqueId: 'model.shop.orders.v1',
      name: 'orders',
      version: '1',
      latestVersion: '2',
      deprecationDate: '2026-01-01T00:00:00Z',
    });
    const place = draw(<NodeCard facts={factsOf()} node={node} onOpenNode={onOpenNode} now={now} />);
    click(byRole(place, 'button', 'orders v2'));
    expect(onOpenNode).toHaveBeenCalledWith('model.shop.orders.v2');
  });

  it('goes back, and says of its pin whether it holds', () => {
    const [onBack, onPin] = [vi.fn(), vi.fn()];
    const place = draw(<NodeCard facts={factsOf()} onBack={onBack} onPin={onPin} isPinned now={now} />);
    expect(byRole(place, 'button', 'Keep open').getAttribute('aria-pressed')).toBe('true');
    click(byRole(place, 'button', 'Keep open'));
    click(byRole(place, 'button', 'Back'));
    expect(onPin).toHaveBeenCalledWith(false);
    expect(onBack).toHaveBeenCalledOnce();
  });

  it('X10: copies reference and name letter for letter, quotes escaped inside dbt code', () => {
    const onCopy = vi.fn();
    const name = `=1+@"o'brien" }} #%2f..\n\\`;
    const relation = { schema: 'S', name, isExact: true };
    const facts = factsOf({ name, relation });
    const place = draw(<NodeCard facts={facts} node={nodeOf({ name, relation })} onCopy={onCopy} now={now} />);
    click(byRole(place, 'button', 'Copy name'));
    click(byRole(place, 'button', 'Copy ref()'));
    expect(onCopy.mock.calls).toEqual([[`S.${name}`], [String.raw`{{ ref('=1+@"o\'brien" }} #%2f..\n\\') }}`]]);
  });

  it.each<[Partial<DbtNode>, string, string]>([
    [{ type: 'source', name: 'orders', sourceName: 'raw_shop' }, 'Copy source()', "{{ source('raw_shop', 'orders') }}"],
    [{ version: '2' }, 'Copy ref()', "{{ ref('fct_orders', v=2) }}"],
    [{ version: 'old' }, 'Copy ref()', "{{ ref('fct_orders', v='old') }}"],
  ])('copies %j as dbt code', (changes, button, code) => {
    const onCopy = vi.fn();
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf(changes)} onCopy={onCopy} now={now} />);
    click(byRole(place, 'button', button));
    expect(onCopy).toHaveBeenCalledWith(code);
  });

  it('opens dbt and the run log without telling them where from', () => {
    const place = draw(<NodeCard facts={factsOf()} node={full} now={now} />);
    for (const name of ['Open in dbt', 'Run log', 'Revenue']) {
      const link = byRole(place, 'link', name);
      expect(link.getAttribute('rel')).toBe('noopener noreferrer');
      expect(link.getAttribute('target')).toBe('_blank');
    }
  });

  it('opens the card of a parent, and closes', () => {
    const onOpenNode = vi.fn();
    const onClose = vi.fn();
    const place = draw(<NodeCard facts={factsOf()} node={full} onOpenNode={onOpenNode} onClose={onClose} now={now} />);
    click(byRole(place, 'button', 'raw_shop.payments'));
    click(byRole(place, 'button', 'Close'));
    expect(onOpenNode).toHaveBeenCalledWith('source.shop.raw_shop.payments');
    expect(onClose).toHaveBeenCalledOnce();
  });
});

it('lists all candidates of an ambiguous name and opens the chosen one', () => {
  const onOpen = vi.fn();
  const staging = { connectionId: 'other', type: 'source', name: 'orders', connectionName: 'Staging' } as const;
  const candidates = [factsOf(), factsOf(staging)];
  const place = draw(<AmbiguousCard name="ORDERS" candidates={candidates} now={now} onOpen={onOpen} />);
  byRole(place, 'dialog', '2 dbt nodes fit this name');
  click(byRole(place, 'button', /^orders source · shop · Staging/));
  expect(onOpen).toHaveBeenCalledWith(candidates[1]);
});

describe('hostile text', () => {
  const vectors = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    'javascript:alert(1)',
    '{{constructor.constructor("alert(1)")()}}',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '&lt;b&gt; &#x3c;i&#x3e;',
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    '</style><style>*{display:none}</style>',
    '<a href="javascript:alert(1)">x</a>',
    '$' + '{alert(1)}',
    '__proto__',
    '<details open ontoggle=alert(1)>',
    '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  ];
  const elementNames = (place: HTMLElement) =>
    [...place.querySelectorAll('*')].map((element) => element.localName).join(' ');

  /** A node whose every text is the given one. */
  const nodeOfOnly = (text: string) =>
    nodeOf({
      name: text,
      relation: { database: text, schema: text, name: text, isExact: true },
      columns: [{ name: text, type: text, description: text }],
      tests: [{ uniqueId: 't', name: text, kind: text, column: text, status: 'fail', message: text }],
      run: { status: 'error', message: text, jobName: text },
      owner: { group: text, name: text },
      tags: [text],
      meta: { [`key ${text}`]: text },
      access: text,
      version: text,
      latestVersion: `${text}2`,
      materialization: text,
      loader: text,
      exposures: [{ name: text, type: text, url: text, owner: text }],
      upstream: [{ uniqueId: 'u', name: text, what: 'late' }],
      parents: [text],
      children: [text],
    });
  const cardOf = (text: string, description: MarkdownNode[]) => {
    const node = nodeOfOnly(text);
    const reasons = [{ what: 'upstream-trouble' as const, names: [text] }];
    const facts = factsOf({
      name: text,
      relation: node.relation,
      health: { state: 'caution', shape: 'triangle', reasons },
    });
    return (
      <NodeCard
        facts={facts}
        node={node}
        description={description}
        origin={{ project: text, environment: text, trouble: text }}
        evidence={text}
        now={now}
      />
    );
  };

  it.each(vectors)('X1: shows %s letter for letter everywhere and makes no element of it', (vector) => {
    const plain = draw(cardOf('plain', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'plain' }] }]));
    const expected = elementNames(plain);
    const times = (plain.textContent ?? '').split('plain').length - 1;
    const place = draw(cardOf(vector, [{ kind: 'paragraph', children: [{ kind: 'text', text: vector }] }]));
    expect(elementNames(place)).toBe(expected);
    expect((place.textContent ?? '').split(vector).length - 1).toBe(times);
    expect(times).toBeGreaterThan(25);
  });

  it('X7: shows what hides or turns a text, everywhere and in all that is spoken', () => {
    const text = 'a\u202eb\u200bc\u0007d';
    const place = draw(cardOf(text, parseMarkdown(text)));
    expect(place.innerHTML).toContain('a‹U+202E›b');
    const spoken = [...place.querySelectorAll('*')].flatMap((one) => [...one.attributes].map(({ value }) => value));
    const all = [place.textContent ?? '', ...spoken].join();
    for (const hidden of ['\u202e', '\u200b', '\u0007']) expect(all).not.toContain(hidden);
  });

  it.each(vectors)('X2: makes nothing but formatted text of %s as a description', (vector) => {
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf()} description={parseMarkdown(vector)} now={now} />);
    expect(
      place.querySelector('img, script, svg:not(.glyph), iframe, style, details, math, [onerror], [onload]'),
    ).toBeNull();
    expect(allByRole(place, 'link')).toEqual([]);
  });

  it('X3, X4: shows the real host of a link and nothing of an image', () => {
    const text = '[getdbt.com](https://gеtdbt.com/x) ![pixel](https://evil.example/p.png)';
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf()} description={parseMarkdown(text)} now={now} />);
    const link = byRole(place, 'link', 'getdbt.com');
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(link.parentElement?.textContent).toContain('(xn--gtdbt-zwe.com)');
    expect(place.querySelector('img')).toBeNull();
  });

  it('X6: links a cut description to dbt', () => {
    const description = parseMarkdown('word '.repeat(50_000));
    const place = draw(<NodeCard facts={factsOf()} node={full} description={description} now={now} />);
    expect(byRole(place, 'link', 'Continue in dbt').getAttribute('href')).toBe(full.link);
  });

  it('X3: makes no link of an exposure address that is not https', () => {
    const exposures = [{ name: 'x', url: 'javascript:alert(1)' }];
    const place = draw(<NodeCard facts={factsOf()} node={nodeOf({ exposures })} now={now} />);
    expect(allByRole(place, 'link')).toEqual([]);
  });
});
