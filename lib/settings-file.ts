import * as z from 'zod/mini';
import type { Connection, Preferences } from './model';
import { parseJson } from './parsed';
import { connectionShape, isComplete, preferencesShape } from './settings-shapes';
import { words } from './words';

/** Settings as one file to carry to another computer: connections and preferences. Never a token. */

const format = 'sidelight-settings';
const version = 1;
const maxLength = 1_000_000;

const fileShape = z.object({
  format: z.literal(format),
  version: z.number(),
  connections: z.array(z.unknown()).check(z.maxLength(200)),
  preferences: z.optional(z.record(z.string(), z.unknown())),
});

/** What a file held, or the one sentence that says why it is not taken. */
export type ReadFile =
  | { status: 'ok'; connections: Connection[]; preferences: Preferences }
  | { status: 'refused'; message: string };

/** The text of a settings file. Only fields that a connection has by its shape get into it. */
export function writeSettingsFile(connections: Connection[], preferences: Preferences): string {
  const shaped = connections.map((connection) => connectionShape.parse(connection));
  return `${JSON.stringify({ format, version, connections: shaped, preferences }, undefined, 2)}\n`;
}

/** Reads a settings file, whole or not at all. What it holds beside the known fields, a token for one, is dropped. */
export function readSettingsFile(text: string): ReadFile {
  const file = text.length > maxLength ? undefined : fileShape.safeParse(parseJson(text)?.value).data;
  if (!file) return { status: 'refused', message: words('fileStrange') };
  if (file.version > version) return { status: 'refused', message: words('fileNewer') };
  const connections: Connection[] = [];
  for (const [at, entry] of file.connections.entries()) {
    const { data } = connectionShape.safeParse(entry);
    const isTwice = connections.some(({ id }) => id === data?.id);
    if (!data || !isComplete(data) || isTwice) return { status: 'refused', message: words('fileBroken', at + 1) };
    connections.push(data);
  }
  return { status: 'ok', connections, preferences: preferencesShape.parse(file.preferences ?? {}) };
}
