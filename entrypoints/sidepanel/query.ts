import { browser } from 'wxt/browser';
import { dbtReference } from '../../components/dbt-code';
import { send } from '../../lib/messages/client';
import type { Connection, TableRef } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import type { QueryText } from '../../lib/page/query-text';
import { namesToReplace, withReferences } from '../../lib/sql/dbt-references';

/** A query that is being looked at, or one that somebody pasted. */
export type Query = Pick<QueryText, 'text' | 'isWhole' | 'session'>;

/** A query with dbt's references in place of `replaced` names; `left` names are tables that dbt does not know, or not for sure. */
export type Rewritten = { text: string; replaced: number; left: number };

/** At most this many names in one question. */
const batchSize = 500;

/** The query in front: of all frames' editors the one with the caret, else the largest. */
export async function readQuery(tabId: number): Promise<Query | undefined> {
  const frames = await browser.scripting.executeScript({
    target: { tabId, allFrames: true },
    files: ['/query-tool.js'],
  });
  // as: what our own script gives, checked here because it comes out of a page's frame.
  const texts = frames.flatMap(({ result }) => (Array.isArray(result) ? (result as QueryText[]) : []));
  return texts.toSorted((one, other) => Number(other.hasFocus) - Number(one.hasFocus) || other.area - one.area)[0];
}

/** Puts dbt's references in place of the names that the connections know for sure; everything else stays, byte for byte. */
export async function rewrite({ text, session }: Query, connections: Connection[]): Promise<Rewritten> {
  const [first] = connections;
  if (!first) return { text, replaced: 0, left: 0 };
  const names = namesToReplace(text, first.dialect, session);
  const connectionIds = connections.filter(({ dialect }) => dialect === first.dialect).map(({ id }) => id);
  const references = await referencesTo(
    names.map(({ ref }) => ref),
    connectionIds,
  );
  const replaced = references.filter((reference) => reference !== undefined).length;
  return { text: withReferences(text, names, references), replaced, left: names.length - replaced };
}

async function referencesTo(refs: TableRef[], connectionIds: string[]): Promise<(string | undefined)[]> {
  const distinct = new Map(refs.map((ref) => [JSON.stringify(ref), ref]));
  const asked = [...distinct].slice(0, batchSize);
  const resolutions = await send('resolve', { connectionIds, refs: asked.map(([, ref]) => ref) });
  const found = asked.map(async ([key, ref], at) => {
    const resolution = resolutions[at];
    if (resolution?.status !== 'matched' || !isOneTable(ref, resolution.node.relation)) return undefined;
    const details = await send('node', { key: nodeKeyOf(resolution.node) });
    return details && ([key, dbtReference(details.node, details.isFromPackage)] as const);
  });
  const references = new Map((await Promise.all(found)).filter((entry) => entry !== undefined));
  return refs.map((ref) => references.get(JSON.stringify(ref)));
}

/** A day's shard (`events_20240101`) or one partition (`events$20240101`) is not all that dbt's reference stands for. */
function isOneTable(ref: TableRef, relation: TableRef): boolean {
  return ref.name.toLowerCase() === relation.name.toLowerCase();
}
