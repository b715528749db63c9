import { browser } from 'wxt/browser';
import type { Connection, Preferences } from './model';
import { isRecord } from './record';
import { connectionShape, isComplete, preferenceShapes } from './settings-shapes';

/**
 * What a company set for its people through the browser's policies (`public/managed_schema.json`). Never holds a token.
 * `ignored`: the keys that were not understood, as paths (`preferences.dwellMs`), for Settings to name.
 */
export type Policy = { connections: Connection[]; preferences: Partial<Preferences>; ignored: string[] };

/** Junk is left out key by key. Empty where nothing is set. */
export async function readPolicy(): Promise<Policy> {
  // Firefox rejects where no company manages the browser.
  const managed: unknown = await browser.storage.managed.get(null).catch(() => ({}));
  return parsePolicy(managed);
}

/** The same from what the browser gave. */
export function parsePolicy(managed: unknown): Policy {
  const policy: Policy = { connections: [], preferences: {}, ignored: [] };
  for (const [key, value] of entriesOf(managed)) {
    if (key === 'connections' && Array.isArray(value)) addConnections(policy, value);
    else if (key === 'preferences' && isRecord(value)) addPreferences(policy, value);
    else policy.ignored.push(key);
  }
  return policy;
}

function addConnections(policy: Policy, list: unknown[]): void {
  for (const [at, entry] of list.entries()) {
    const path = `connections[${at}]`;
    const { data, error } = connectionShape.safeParse(completed(entry));
    const isTwice = policy.connections.some(({ id }) => id === data?.id);
    if (!data || !isComplete(data) || isTwice) {
      policy.ignored.push([path, ...(error?.issues[0]?.path ?? (isTwice ? ['id'] : ['source']))].join('.'));
      continue;
    }
    policy.connections.push(data);
    policy.ignored.push(...strangeKeys(entry, data, path));
    if (isRecord(entry)) policy.ignored.push(...strangeKeys(entry.source, data.source, `${path}.source`));
  }
}

/** What a company need not write. */
function completed(entry: unknown): unknown {
  if (!isRecord(entry)) return entry;
  const source = isRecord(entry.source) ? { environmentId: '', linkStyle: 'catalog', ...entry.source } : entry.source;
  return { onlyWhere: [], isStaging: false, ...entry, source };
}

function addPreferences(policy: Policy, chosen: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(chosen)) {
    // as: asked in the same breath whether it is one of them
    const shape = Object.hasOwn(preferenceShapes, key) ? preferenceShapes[key as keyof Preferences] : undefined;
    const read = shape?.safeParse(value);
    if (read?.success) Object.assign(policy.preferences, { [key]: read.data });
    else policy.ignored.push(`preferences.${key}`);
  }
}

function strangeKeys(entry: unknown, known: object, path: string): string[] {
  return entriesOf(entry)
    .filter(([key]) => !Object.hasOwn(known, key))
    .map(([key]) => `${path}.${key}`);
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}
