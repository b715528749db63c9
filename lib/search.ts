import type { SearchText } from './database';
import type { DbtNode } from './model';

/** Longer descriptions are searched by their beginning: the cache holds this text a second time. */
const descriptionLimit = 2000;

/** What the search looks through for one node: its names, its columns, what people wrote about it. */
export function searchTextOf(node: DbtNode): SearchText {
  const { relation } = node;
  const name = [node.name, relation.name, relation.schema, relation.database, node.sourceName].join(' ').toLowerCase();
  const rest = [
    ...node.tags,
    node.description?.slice(0, descriptionLimit),
    ...node.columns.flatMap((column) => [column.name, column.description?.slice(0, descriptionLimit)]),
  ];
  return { key: node.key, name, text: rest.filter(Boolean).join('\n').toLowerCase() };
}

/** Keys of the nodes in which every word occurs: those first whose name holds all of them, shorter names before longer ones. */
export function searchIn(texts: SearchText[], question: string, limit: number): string[] {
  const wanted = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const byName: SearchText[] = [];
  const byText: SearchText[] = [];
  for (const entry of texts) {
    if (wanted.every((word) => entry.name.includes(word))) byName.push(entry);
    else if (wanted.every((word) => entry.name.includes(word) || entry.text.includes(word))) byText.push(entry);
  }
  byName.sort((one, other) => one.name.length - other.name.length);
  const keys = new Set([...byName, ...byText].map((entry) => entry.key));
  return [...keys].slice(0, limit);
}
