import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, DbtNode, DialectId } from '../../../../lib/model';
import { artifactsSource } from '../../../../lib/sources/artifacts/artifacts';
import { type ArtifactFiles, artifactNames, fileNames } from '../../../../lib/sources/artifacts/files';
import type { NodePage, SourceContext } from '../../../../lib/sources/source';

export const now = Date.parse('2026-11-21T00:00:00Z');

const demoFolder = join(import.meta.dirname, '../../../../demo/artifacts');
const sharedFolder = join(import.meta.dirname, '../../../../../shared/artifacts');

/** Folders that hold a manifest: the demo's own, and those of public projects where they are at hand. */
export function artifactFolders(): string[] {
  return [demoFolder, sharedFolder].flatMap((root) => {
    const names = existsSync(root) ? readdirSync(root) : [];
    return names.map((name) => join(root, name)).filter((folder) => manifestIn(folder) !== undefined);
  });
}

function manifestIn(folder: string): string | undefined {
  return existsSync(folder) && !/\.\w+$/.test(folder)
    ? readdirSync(folder).find((name) => /^manifest.*\.json(\.gz)?$/.test(name))
    : undefined;
}

/** The files of a folder as somebody would drop them in, compressed ones as they are. */
export function filesIn(folder: string): ArtifactFiles {
  const present = readdirSync(folder);
  const found = artifactNames.flatMap((name) => {
    const plain = fileNames[name];
    const file =
      name === 'manifest' ? manifestIn(folder) : [plain, `${plain}.gz`].find((each) => present.includes(each));
    return file === undefined ? [] : [[name, new Blob([readFileSync(join(folder, file))])]];
  });
  // a folder in the list has a manifest
  return Object.fromEntries(found) as ArtifactFiles;
}

/** Files from texts by the names dbt gives them. */
export function filesOf(texts: Partial<Record<string, string>>): ArtifactFiles {
  const found = artifactNames.flatMap((name) => {
    const text = texts[fileNames[name]];
    return text === undefined ? [] : [[name, new Blob([text])]];
  });
  // tests give a manifest
  return Object.fromEntries(found) as ArtifactFiles;
}

export function connectionOf(dialect: DialectId, baseUrl?: string): Connection {
  const source = { kind: 'artifacts' as const, ...(baseUrl === undefined ? {} : { baseUrl }) };
  return { id: 'prod', name: 'Prod', dialect, sites: [], onlyWhere: [], isStaging: false, source };
}

export const unreachable: typeof globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));

export function contextOf(fetch = unreachable): SourceContext {
  return { fetch, signal: new AbortController().signal, now: () => now };
}

export async function pagesOf(files: ArtifactFiles, dialect: DialectId = 'snowflake'): Promise<NodePage[]> {
  const source = artifactsSource({ kind: 'artifacts' }, connectionOf(dialect), () => Promise.resolve(files));
  const pages: NodePage[] = [];
  let from: string | undefined;
  do {
    const page = await source.page(contextOf(), from);
    pages.push(page);
    from = page.next;
  } while (from !== undefined);
  return pages;
}

export async function nodesOf(files: ArtifactFiles, dialect?: DialectId): Promise<DbtNode[]> {
  return (await pagesOf(files, dialect)).flatMap(({ nodes }) => nodes);
}
