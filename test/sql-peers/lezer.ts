import type { DialectId } from '../../lib/model';
import { parseTableName } from '../../lib/sql/table-name';
import type { Triple } from '../lib/sql/score';
import type { Peer } from './peers';

type Tree = {
  iterate: (walk: { enter: (node: { name: string; from: number; to: number }) => boolean | undefined }) => void;
};
type Dialect = { language: { parser: { parse: (sql: string) => Tree } } };
type Library = { SQLDialect: { define: (spec: object) => Dialect } };

const specs: Record<DialectId, object> = {
  snowflake: { doubleDollarQuotedStrings: true, slashComments: true, backslashEscapes: true, identifierQuotes: '"' },
  bigquery: { hashComments: true, doubleQuotedStrings: true, backslashEscapes: true, identifierQuotes: '`' },
  databricks: { doubleQuotedStrings: true, backslashEscapes: true, identifierQuotes: '`' },
  redshift: { doubleDollarQuotedStrings: true, identifierQuotes: '"' },
  postgres: { doubleDollarQuotedStrings: true, identifierQuotes: '"' },
};

type Token = { kind: string; text: string };

const before = new Set(['from', 'join', 'into', 'update', 'table', 'using', 'view', 'truncate', 'references']);
const between = new Set(['if', 'not', 'exists', 'only', 'table', 'or', 'replace', 'lateral', 'overwrite']);
const names = new Set(['Identifier', 'QuotedIdentifier', 'CompositeIdentifier']);

/** Names at the places where tables stand, in the tokens that Lezer's SQL grammar gives: it does not tell tables itself. */
function tablesIn(tokens: Token[], dialect: DialectId): Triple[] {
  const ctes = new Set<string>();
  const found: Triple[] = [];
  let expects = false;
  const lists: boolean[] = [false];
  for (const [index, { kind, text }] of tokens.entries()) {
    const word = text.toLowerCase();
    const next = tokens[index + 1]?.text.toLowerCase() ?? '';
    if (text === '(') lists.push(false);
    else if (text === ')') lists.pop();
    else if (text === ',') expects = lists.at(-1) ?? false;
    else if (kind === 'Keyword' || !names.has(kind)) {
      if (before.has(word)) {
        expects = next !== '(';
        if (lists.length > 0) lists[lists.length - 1] = word === 'from' || word === 'join';
      } else if (!between.has(word)) {
        expects = false;
        if (/^(where|group|order|select|set|values|union|having|limit)$/.test(word)) lists[lists.length - 1] = false;
      }
    } else {
      if (next === 'as' && tokens[index + 2]?.text === '(') ctes.add(word);
      const ref = expects && next !== '(' ? parseTableName(text, dialect) : undefined;
      if (ref && !(ref.schema === undefined && ctes.has(word)))
        found.push([ref.database ?? null, ref.schema ?? null, ref.name]);
      expects = false;
    }
  }
  return found;
}

/** The grammar of CodeMirror's SQL mode, with the dialect's own quotes and comments. */
export function lezer(load: NodeJS.Require): Peer {
  const { SQLDialect } = load('@codemirror/lang-sql') as Library; // as: its documentation
  const made = new Map<DialectId, Dialect>();
  const parse = (sql: string, dialect: DialectId): Tree => {
    const known = made.get(dialect) ?? SQLDialect.define(specs[dialect]);
    made.set(dialect, known);
    return known.language.parser.parse(sql);
  };
  return {
    name: 'Lezer (lang-sql)',
    parse,
    read(sql, dialect) {
      const tokens: Token[] = [];
      parse(sql, dialect).iterate({
        enter({ name, from, to }) {
          if (name === 'LineComment' || name === 'BlockComment' || name === 'String') return false;
          const isInner = /^(Script|Statement|Parens|Braces|Brackets)$/.test(name);
          if (!isInner) tokens.push({ kind: name, text: sql.slice(from, to) });
          return isInner || undefined;
        },
      });
      return tablesIn(tokens, dialect);
    },
  };
}
