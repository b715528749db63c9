import { Lexer, type MarkedToken, type Token } from 'marked';
import { lateExpression } from './late-expression';

/**
 * What a description may become on screen, and nothing else. No node holds HTML, an image or an address other than a
 * checked https one. Plain JSON, so that it can travel in a message.
 */
export type MarkdownNode =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'emphasis' | 'strong' | 'struck'; children: MarkdownNode[] }
  /** `href` is https without user name; `host` is where it really leads, in ASCII (punycode). */
  | { kind: 'link'; href: string; host: string; children: MarkdownNode[] }
  | { kind: 'paragraph' | 'quote'; children: MarkdownNode[] }
  | { kind: 'heading'; level: number; children: MarkdownNode[] }
  | { kind: 'code-block'; text: string }
  | { kind: 'rule' }
  | { kind: 'list'; isOrdered: boolean; start: number; entries: MarkdownNode[][] }
  | { kind: 'table'; head: MarkdownNode[][]; rows: MarkdownNode[][][] }
  /** The text was longer than we show. */
  | { kind: 'cut' };

/** Longer descriptions are cut here: characters, and lines. */
export const descriptionLimit = 65_536;
const lineLimit = 1_000;

/** Structure deeper than this becomes text. */
const deepest = 8;

/**
 * The lexer's work on one paragraph grows with the square of its special characters (a million `*` would take minutes),
 * so their squares are counted over the whole text; what is beyond this budget stays text. Prose is far below it.
 */
const inlineBudget = 600_000;
const special = /[*_~`[\]<@:\\]/g;

/** More containers at the start of a line (`> > > 1. 1.`), or more indentation, than anybody writes by hand. */
const tooNested = /^(?:[ \t]{0,8}(?:>|[-+*]|\d{1,9}[.)])){10}|^[ \t]{40}/m;

/**
 * A dbt description, read as Markdown. HTML, images and links that are not https become text. Never throws; bounded in
 * time and depth for any input.
 */
export function parseMarkdown(text: string): MarkdownNode[] {
  const { kept, isCut } = cut(text.replace(/\r\n?/g, '\n'));
  const nodes = tooNested.test(kept) ? asParagraphs(kept) : lex(kept);
  return isCut ? [...nodes, { kind: 'cut' }] : nodes;
}

function cut(text: string): { kept: string; isCut: boolean } {
  let end = Math.min(text.length, descriptionLimit);
  let at = -1;
  for (let lines = 0; lines < lineLimit; lines += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1 || at >= end) return { kept: text.slice(0, end), isCut: end < text.length };
  }
  end = at;
  return { kept: text.slice(0, end), isCut: text.slice(end).trim() !== '' };
}

function asParagraphs(text: string): MarkdownNode[] {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ kind: 'paragraph', children: [{ kind: 'text', text: part }] }));
}

function lex(text: string): MarkdownNode[] {
  const lexer = new Lexer({ gfm: true });
  try {
    lexer.blockTokens(text, lexer.tokens);
    let spent = 0;
    for (const { src, tokens } of lexer.inlineQueue) {
      const cost = (src.match(special)?.length ?? 0) ** 2;
      if (spent + cost > inlineBudget) {
        tokens.push({ type: 'text', raw: src, text: src });
      } else {
        spent += cost;
        lexer.inlineTokens(src, tokens);
      }
    }
    return read(lexer.tokens, 0);
  } catch {
    // A description the lexer chokes on is still worth reading.
    return asParagraphs(text);
  }
}

function read(tokens: Token[], depth: number): MarkdownNode[] {
  if (depth > deepest) return [{ kind: 'text', text: tokens.map((token) => token.raw).join('') }];
  // `Token` also allows extensions' own tokens; we use none.
  return joined(tokens.flatMap((token) => readOne(token as MarkedToken, depth)));
}

function readOne(token: MarkedToken, depth: number): MarkdownNode[] {
  const inner = (tokens: Token[]) => read(tokens, depth + 1);
  switch (token.type) {
    case 'paragraph':
      return [{ kind: 'paragraph', children: inner(token.tokens) }];
    case 'heading':
      return [{ kind: 'heading', level: token.depth, children: inner(token.tokens) }];
    case 'blockquote':
      return [{ kind: 'quote', children: inner(token.tokens) }];
    case 'code':
      return [{ kind: 'code-block', text: token.text }];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'list':
      return [
        {
          kind: 'list',
          isOrdered: token.ordered,
          start: token.start === '' ? 1 : token.start,
          entries: token.items.map((entry) => inner(entry.tokens)),
        },
      ];
    case 'checkbox':
      return [{ kind: 'text', text: token.checked ? '☑ ' : '☐ ' }];
    case 'table':
      return [
        {
          kind: 'table',
          head: token.header.map((cell) => inner(cell.tokens)),
          rows: token.rows.map((row) => row.map((cell) => inner(cell.tokens))),
        },
      ];
    case 'space':
    case 'def':
      return [];
    case 'html':
      return token.block
        ? [{ kind: 'paragraph', children: [{ kind: 'text', text: token.raw.trim() }] }]
        : [{ kind: 'text', text: token.raw }];
    case 'strong':
      return [{ kind: 'strong', children: inner(token.tokens) }];
    case 'em':
      return [{ kind: 'emphasis', children: inner(token.tokens) }];
    case 'del':
      return [{ kind: 'struck', children: inner(token.tokens) }];
    case 'codespan':
      return [{ kind: 'code', text: token.text }];
    case 'br':
      return [{ kind: 'break' }];
    case 'escape':
      return [{ kind: 'text', text: token.text }];
    case 'link': {
      const target = safeAddress(token.href);
      return target === undefined
        ? [{ kind: 'text', text: token.raw }]
        : [{ kind: 'link', ...target, children: inner(token.tokens) }];
    }
    case 'text':
      return token.tokens === undefined || token.tokens.length === 0
        ? [{ kind: 'text', text: decodeEntities(token.text) }]
        : inner(token.tokens);
    default:
      // Images, and whatever a later lexer may invent: as it was written.
      return [{ kind: 'text', text: token.raw }];
  }
}

/** Neighbouring texts as one. */
function joined(nodes: MarkdownNode[]): MarkdownNode[] {
  const result: MarkdownNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + node.text };
    else result.push(node);
  }
  return result;
}

/** What nobody sees, and what some read as a slash. */
const hidden = lateExpression('[\\s\\p{C}\\\\]');

/** Only https, nothing hidden in it: no user name, no control or invisible characters. The host comes back in ASCII. */
function safeAddress(written: string): { href: string; host: string } | undefined {
  if (!/^https:\/\//i.test(written) || hidden().test(written)) return undefined;
  try {
    const url = new URL(written);
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.host === '') return undefined;
    return { href: url.href, host: url.host };
  } catch {
    return undefined;
  }
}

const namedEntities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return namedEntities.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
