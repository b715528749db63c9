import type { DbtNode } from './model';

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

function plain(text: string): string {
  return text.toLowerCase().replaceAll(start, ' ').replaceAll(divider, ' ');
}

/** Keys of the nodes in which every word occurs, each once: those first whose name holds all of them, shorter names before longer ones. */
export function searchIn(records: string[], question: string, limit: number): string[] {
  const wanted = plain(question).split(/\s+/).filter(Boolean);
  const [first, ...others] = wanted.toSorted((one, other) => other.length - one.length);
  if (first === undefined) return [];
  const byName: { json: string; length: number }[] = [];
  const byText: string[] = [];
  for (const record of records) {
    for (const { json, names, rest } of entriesWith(record, first)) {
      const isNamed = (word: string) => names.includes(word);
      if (wanted.every(isNamed)) byName.push({ json, length: names.length });
      else if (byText.length < limit && others.every((word) => isNamed(word) || rest().includes(word)))
        byText.push(json);
    }
  }
  byName.sort((one, other) => one.length - other.length);
  const found = new Set([...byName.map(({ json }) => json), ...byText]);
  return [...found].slice(0, limit).flatMap(keyIn);
}

/** Nothing where the disk has damaged it. */
function keyIn(json: string): string[] {
  try {
    return [String(JSON.parse(json))];
  } catch {
    return [];
  }
}

/** The nodes of a record that have a word somewhere in their texts. */
function* entriesWith(record: string, word: string) {
  let at = record.indexOf(word);
  while (at >= 0) {
    const from = record.lastIndexOf(start, at);
    const named = record.indexOf(divider, from) + 1;
    // In the key it does not count
    if (at < named) {
      at = record.indexOf(word, named);
      continue;
    }
    const described = record.indexOf(divider, named) + 1;
    const next = record.indexOf(start, at);
    const end = next < 0 ? record.length : next;
    const json = record.slice(from + 1, named - 1);
    yield { json, names: record.slice(named, described - 1), rest: () => record.slice(described, end) };
    at = next < 0 ? -1 : record.indexOf(word, next);
  }
}
