import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionLimit, type MarkdownNode, parseMarkdown } from '../../lib/markdown';

const kinds = [
  'text',
  'code',
  'break',
  'emphasis',
  'strong',
  'struck',
  'link',
  'paragraph',
  'quote',
  'heading',
  'code-block',
  'rule',
  'list',
  'table',
  'cut',
];

/** Every node of a tree with its depth. */
function walk(nodes: MarkdownNode[], depth = 0): { node: MarkdownNode; depth: number }[] {
  return nodes.flatMap((node) => {
    const inner =
      'children' in node
        ? [node.children]
        : node.kind === 'list'
          ? node.entries
          : node.kind === 'table'
            ? [...node.head, ...node.rows.flat()]
            : [];
    return [{ node, depth }, ...inner.flatMap((children) => walk(children, depth + 1))];
  });
}

function plain(nodes: MarkdownNode[]): string {
  return walk(nodes)
    .map(({ node }) => ('text' in node ? node.text : ''))
    .join('');
}

const links = (text: string) => walk(parseMarkdown(text)).flatMap(({ node }) => (node.kind === 'link' ? [node] : []));

/** Any description must satisfy these. */
function expectAllowed(text: string): void {
  const tree = parseMarkdown(text);
  for (const { node, depth } of walk(tree)) {
    expect(kinds).toContain(node.kind);
    expect(depth).toBeLessThanOrEqual(20);
    if (node.kind !== 'link') continue;
    const url = new URL(node.href);
    expect(url.protocol).toBe('https:');
    expect(url.username + url.password).toBe('');
    expect(node.host).toBe(url.host);
    expect(node.host).toMatch(/^[ -~]+$/);
  }
  expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
}

describe('what people write', () => {
  it('keeps paragraphs, emphasis, code and https links', () => {
    expect(parseMarkdown('One **order** a _row_, see `order_id` and [docs](https://docs.example.com/a?b=1).')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: 'One ' },
          { kind: 'strong', children: [{ kind: 'text', text: 'order' }] },
          { kind: 'text', text: ' a ' },
          { kind: 'emphasis', children: [{ kind: 'text', text: 'row' }] },
          { kind: 'text', text: ', see ' },
          { kind: 'code', text: 'order_id' },
          { kind: 'text', text: ' and ' },
          {
            kind: 'link',
            href: 'https://docs.example.com/a?b=1',
            host: 'docs.example.com',
            children: [{ kind: 'text', text: 'docs' }],
          },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });

  it('keeps lists, nested lists, headings, quotes, code blocks, rules and tables', () => {
    const tree = parseMarkdown('# H\n\n3. a\n   - b\n\n> q\n\n```sql\nselect 1\n```\n\n---\n\n|a|b|\n|-|-|\n|1|2|');
    expect(tree.map((node) => node.kind)).toEqual(['heading', 'list', 'quote', 'code-block', 'rule', 'table']);
    expect(tree[1]).toMatchObject({ isOrdered: true, start: 3 });
    expect(tree[3]).toEqual({ kind: 'code-block', text: 'select 1' });
  });

  it('leaves snake_case names whole', () => {
    expect(plain(parseMarkdown('stg_orders joins raw_orders and int_order_lines'))).toBe(
      'stg_orders joins raw_orders and int_order_lines',
    );
  });

  it('shows HTML and images as they were written', () => {
    const text = 'a <b>bold</b> <img src=x onerror=alert(1)> ![pixel](https://evil.example/p.png) &lt;i&gt; z';
    expect(plain(parseMarkdown(text))).toBe(
      'a <b>bold</b> <img src=x onerror=alert(1)> ![pixel](https://evil.example/p.png) <i> z',
    );
    expect(links(text)).toEqual([]);
  });
});

describe('links', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,x',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    'chrome-extension://abc/options.html',
    'http://plain.example',
    '//no-scheme.example',
    '/path',
    'https://user@host.example/',
    'https://user:word@host.example/',
    'https://bank.example%2f@evil.example/',
    'https:\\\\evil.example',
    'ht\u0000tps://evil.example',
    'https://a\u200b.example',
    'https://',
    'mailto:a@b.example',
  ])('makes no link of %j', (address) => {
    expect(links(`[text](${address})`)).toEqual([]);
    expect(links(`[text](<${address}>)`)).toEqual([]);
    expect(links(`[text][r]\n\n[r]: <${address}>`)).toEqual([]);
  });

  it('tells the real host of a look-alike in ASCII', () => {
    expect(links('[getdbt.com](https://gеtdbt.com/login)')[0]?.host).toBe('xn--gtdbt-zwe.com');
  });
});

describe('bounds', () => {
  it('cuts a long description and says so', () => {
    const tree = parseMarkdown('word '.repeat(200_000));
    expect(tree.at(-1)).toEqual({ kind: 'cut' });
    expect(plain(tree).length).toBeLessThanOrEqual(descriptionLimit);
  });

  it('cuts after a thousand lines', () => {
    expect(parseMarkdown('- a\n'.repeat(5_000)).at(-1)).toEqual({ kind: 'cut' });
    expect(parseMarkdown('- a\n'.repeat(900)).at(-1)).not.toEqual({ kind: 'cut' });
  });

  it.each([
    ['a million stars', '*'],
    ['a hundred thousand comments', '<!--'],
    ['open brackets', '['],
    ['images', '!['],
    ['underscores and ats', '_a@'],
    ['words and stars', 'a**b'],
    ['mixed emphasis', '*a_b'],
    ['quotes', '> '],
    ['ordered lists', '1. '],
    ['dashes', '- '],
    ['back-ticks', '`a``'],
    ['backslashes', '\\'],
    ['tags', '<a '],
    ['links in links', '[a]('],
    ['table rows', '|a|b|\n|-|-|\n'],
  ])('survives %s', (_, part) => {
    expectAllowed(part.repeat(250_000));
  });

  it('survives ten thousand levels', () => {
    expectAllowed(Array.from({ length: 1_000 }, (_, level) => `${'  '.repeat(level % 400)}- a`).join('\n'));
    expectAllowed(`${'**a _b '.repeat(10_000)}${'_ **'.repeat(10_000)}`);
  });

  it('shows text that has too many special characters for the lexer as text, all of it', () => {
    const text = 'a_b*'.repeat(5_000);
    expect(plain(parseMarkdown(text))).toBe(text);
  });
});

it('never makes anything but allowed nodes of any mixture', () => {
  const part = fc.oneof(
    fc.constantFrom(
      ...[
        '*',
        '**',
        '_',
        '`',
        '```',
        '~~',
        '[',
        '](',
        ')',
        '![',
        '<',
        '>',
        '<!--',
        '-->',
        '\n',
        '\n\n',
        '    ',
        '|',
        '\n|-|-|\n',
      ],
      ...[
        '# ',
        '- ',
        '1. ',
        '> ',
        'javascript:',
        'https://',
        'data:',
        '@',
        '\\',
        '&#x3c;',
        '&amp;',
        '<script>',
        '</script>',
      ],
      ...[
        '<img src=x onerror=y>',
        'www.',
        '.example',
        '[r]: ',
        '[r]',
        '\u202e',
        '\u0000',
        '\ud800',
        '__proto__',
        '[constructor]',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      expectAllowed(parts.join(''));
    }),
    { numRuns: 500 },
  );
});
