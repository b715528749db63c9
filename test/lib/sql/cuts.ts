import type { DialectId } from '../../../lib/model';
import { type SqlTable, tablesInSql } from '../../../lib/sql/tables-in-sql';
import type { CorpusText, Triple } from './score';

// Texts made from the corpus: what somebody has typed so far of each text, and what an editor shows of a file of them.

const tripleOf = ({ ref }: SqlTable): Triple => [ref.database ?? null, ref.schema ?? null, ref.name];
const printed = (names: Triple[]) =>
  names
    .map((name) => JSON.stringify(name))
    .toSorted()
    .join();

/** The places of a text's names; undefined where the reader does not find exactly those that the corpus says. */
function placesIn({ sql, names }: CorpusText, dialect: DialectId): SqlTable[] | undefined {
  const tables = tablesInSql(sql, dialect);
  return printed(tables.map(tripleOf)) === printed([...names]) ? tables : undefined;
}

/**
 * What stands before every `every`-th blank of the valid texts. A name belongs to it when it stands there whole: only blanks
 * tell that for sure. Left out are texts in which something later takes a name back.
 */
export function halfTyped(texts: readonly CorpusText[], dialect: DialectId, every: number): CorpusText[] {
  return texts.flatMap((text, index): CorpusText[] => {
    const places = text.kind === 'valid' ? placesIn(text, dialect) : undefined;
    if (!places || takesBack.test(text.sql)) return [];
    const blanks = [...text.sql.matchAll(/\s/g)].map((blank) => blank.index);
    return (
      blanks
        .filter((_, place) => (place + index) % every === 0)
        // A blank inside of a name, or of a name's parentheses, does not end it.
        .filter(
          (at) =>
            !places.some(({ start, end }) => at >= start && at <= end + 1 && !/[\w"`\]]$/.test(text.sql.slice(0, at))),
        )
        .filter((at) => !places.some(({ start, end }) => at > start && at < end))
        .map((at): CorpusText => {
          const sql = text.sql.slice(0, at + 1);
          return { kind: 'half-typed', sql, names: places.filter(({ end }) => end <= at).map(tripleOf) };
        })
    );
  });
}

/** A recursive list names itself before it is whole; a string names a table only when its parenthesis is closed. */
const takesBack = /\brecursive\b|\b(identifier|table)\s*\(\s*'/i;

/** Files of some valid texts each, from every `every`-th statement's middle on: the first lines are what an editor shows of a statement. */
export function windows(texts: readonly CorpusText[], dialect: DialectId, every: number): CorpusText[] {
  const whole = texts.filter((text) => text.kind === 'valid' && placesIn(text, dialect) && !isSticky.test(text.sql));
  return whole.flatMap((text, index): CorpusText[] => {
    if (index % every !== 0) return [];
    const places = placesIn(text, dialect) ?? [];
    const next = whole[(index + 1) % whole.length];
    const blanks = [...text.sql.matchAll(/\s/g)].map((blank) => blank.index);
    const at = blanks[(index * 7) % Math.max(1, blanks.length)];
    if (
      at === undefined ||
      !next ||
      isInside(text.sql, at) ||
      places.some(({ start, end }) => at >= start && at <= end)
    )
      return [];
    const rest = places.filter(({ start }) => start > at);
    // A name of one part may be a CTE from above: no window tells.
    if (/\bwith\b/i.test(text.sql.slice(0, at))) return [];
    const sql = `${text.sql.slice(at + 1).replace(/;?\s*$/, ';')}\n${next.sql}`;
    return [{ kind: 'window', sql, names: [...rest.map(tripleOf), ...next.names] }];
  });
}

/** Changes the session, or lets a temporary table stand for a name in what follows. */
const isSticky = /\b(use|set|reset|temp|temporary|volatile)\b/i;

/** Whether a place may be in a string, a comment, or a list whose head says what it is. */
function isInside(sql: string, at: number): boolean {
  const before = sql.slice(0, at);
  const lastWord =
    /.*\b(from|join|using|into|update|table|of|only|as|materialized|view|where|on|select|group|order|having|set|values|and|or|limit|qualify)\b/is.exec(
      before,
    )?.[1];
  const isOpen = !/^(where|on|select|group|order|having|set|values|and|or|limit|qualify)$/i.test(lastWord ?? '');
  return (
    isOpen ||
    /['"`$#]|--|\/\*|\/\/|\b(create|alter|drop|grant|revoke|comment|show|describe|desc|copy|truncate|lock|vacuum|analyze|unload|insert|merge|extract|trim|substring|overlay)\b|\bis\s+(not\s+)?$/i.test(
      before,
    )
  );
}
