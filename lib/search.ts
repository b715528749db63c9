import type { DbtNode, FoundNode } from './model';
import { parseJson } from './parsed';
import { searchWords } from './search-words';

/** Longer descriptions are searched by their beginning: the cache holds this text a second time. */
const descriptionLimit = 2000;

/** What stands before each node of a record, and between its parts. JSON has neither; in the texts they are blanks. */
const start = '\u0001';
const divider = '\u0002';

/**
 * What the search looks through for some nodes, as one text: of each its key as JSON, its names,
 * then its columns and what people wrote about it, in lower case. One long text is searched faster than many short ones.
 */
export function searchRecord(nodes: DbtNode[]): string {
  return nodes
    .map((node) => start + JSON.stringify(node.key) + divider + namesIn(node) + divider + restOf(node))
    .join('');
}

function namesIn({ name, relation, sourceName }: DbtNode): string {
  return plain([name, relation.name, relation.schema, relation.database, sourceName].join(' '));
}

function restOf({ tags, description, columns }: DbtNode): string {
  let text = tags.join('\n');
  if (description) text += `\n${description.slice(0, descriptionLimit)}`;
  for (const column of columns) {
    text += `\n${column.name}`;
    if (column.description) text += `\n${column.description.slice(0, descriptionLimit)}`;
  }
  return plain(text);
}

/** What is told of a node that was found: a card's worth of columns for each of many nodes takes longer than finding them. */
export function foundNode(node: DbtNode, question: string): FoundNode {
  const wanted = searchWords(plain(question));
  const holds = (text: string | undefined) => wanted.some((word) => text?.toLowerCase().includes(word) === true);
  const { key, type, name, relation, sourceName, description } = node;
  return {
    key,
    type,
    name,
    relation,
    columns: node.columns.filter((column) => holds(column.name) || holds(column.description)),
    tags: node.tags.filter(holds),
    ...(sourceName !== undefined && { sourceName }),
    ...(description !== undefined && holds(description) && { description }),
  };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(start, ' ').replaceAll(divider, ' ');
}

/** What is looked through of one node: its key as JSON, its names, and names and all else. */
export type Searchable = { json: string; names: string; text: string };

/** The nodes of some records, ready to be looked through; what the disk has damaged is left out. */
export function searchableIn(records: string[]): Searchable[] {
  return records.flatMap((record) =>
    record
      .split(start)
      .slice(1)
      .flatMap((node) => {
        const named = node.indexOf(divider) + 1;
        const described = node.indexOf(divider, named);
        if (named === 0 || described < 0) return [];
        return { json: node.slice(0, named - 1), names: node.slice(named, described), text: node.slice(named) };
      }),
  );
}

/** Keys of the nodes in which every word occurs, each once: those first that are called one of them, then those whose names hold all, shorter before longer. */
export function searchIn(nodes: Searchable[], question: string, limit: number): string[] {
  const wanted = searchWords(plain(question));
  if (wanted.length === 0) return [];
  const byName: Ranked[] = [];
  for (const node of nodes) if (holdsAll(node.names, wanted)) addShort(byName, rankedBy(wanted, node), limit);
  const found = new Set(byName.map(({ json }) => json));
  // What is told by its names is told already, or would come behind others
  for (const { json, names, text } of nodes) {
    if (found.size >= limit) break;
    if (holdsAll(text, wanted) && !holdsAll(names, wanted)) found.add(json);
  }
  return [...found].slice(0, limit).flatMap(keyIn);
}

function holdsAll(text: string, wanted: string[]): boolean {
  for (const word of wanted) if (!text.includes(word)) return false;
  return true;
}

type Ranked = { json: string; rank: number };

/** A schema, a database and a source count by their length only: whoever looks for "orders" wants no other table of a schema "orders" first. */
function rankedBy(wanted: string[], { json, names }: Searchable): Ranked {
  const isCalledSo = names.split(' ', 2).some((name) => wanted.includes(name));
  return { json, rank: isCalledSo ? names.length - longestNames : names.length };
}

/** Longer than all names of a node together. */
const longestNames = 1e6;

/** Puts a node among those with the lowest ranks, of which no more than `limit` are kept: there may be thousands. */
function addShort(shortest: Ranked[], node: Ranked, limit: number): void {
  const last = shortest.at(-1);
  if (shortest.length === limit && last && last.rank <= node.rank) return;
  const place = shortest.findLastIndex(({ rank }) => rank <= node.rank) + 1;
  shortest.splice(place, 0, node);
  if (shortest.length > limit) shortest.pop();
}

/** Nothing where the disk has damaged it. */
function keyIn(json: string): string[] {
  const key = parseJson(json)?.value;
  return typeof key === 'string' ? [key] : [];
}
