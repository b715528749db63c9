import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from './artifact-files';
import { textIn } from './artifact-files';
import type { ContentOf } from './content';
import { generateProject } from './generate-project';
import { type ListQuery, listQuery } from './queries';
import { ask, nodesIn, smallEnvironment, smallPlatform } from './small-platform';
import { writeArtifacts, writeManifest } from './write-artifacts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generated-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function firstPage(content: string | ContentOf, list: ListQuery, more: string, after: string | null = null) {
  const platform = smallPlatform();
  platform.setArtifacts(smallEnvironment, content);
  return ask(platform, listQuery(list, more), { env: smallEnvironment, first: 50, after });
}

describe('a generated project', () => {
  it('is the same for the same seed, another for another', async () => {
    const text = async (seed: number) => (await firstPage(generateProject({ models: 60, seed }), 'models', '')).text;
    expect(await text(7)).toBe(await text(7));
    expect(await text(7)).not.toBe(await text(8));
  });

  it('has models of the size that real ones have: 2 to 5 kB', async () => {
    const { text } = await firstPage(generateProject({ models: 1000 }), 'models', '');
    expect(text.length / 50).toBeGreaterThan(2000);
    expect(text.length / 50).toBeLessThan(5000);
  });

  it('gives the last page of a hundred thousand models without making the others', async () => {
    const cursor = Buffer.from('node:99989').toString('base64');
    const answer = await firstPage(generateProject({ models: 100_000 }), 'models', 'parents { uniqueId }', cursor);
    const nodes = nodesIn(answer, 'models');
    expect(nodes).toHaveLength(10);
    expect(nodes[0]).toHaveProperty('parents.0.uniqueId', expect.stringMatching(/_033329$/));
  });

  it.each<[ListQuery, string]>([
    ['models', 'relationName columnCount tags meta parents { uniqueId } children { uniqueId }'],
    ['sources', 'children { uniqueId }'],
    ['seeds', 'children { uniqueId }'],
    ['snapshots', 'parents { uniqueId }'],
  ])('shows the same %s from memory and from its own artifact files', async (list, more) => {
    const size = { models: 120 };
    await writeArtifacts(join(folder, 'whole'), size);
    const sorted = (answer: Awaited<ReturnType<typeof firstPage>>) =>
      nodesIn(answer, list).map((node) => {
        const children = Array.isArray(node.children)
          ? new Set(node.children.map((child) => child.uniqueId))
          : undefined;
        return { ...node, children };
      });
    const fromFiles = sorted(await firstPage(join(folder, 'whole'), list, more));
    expect(fromFiles.length).toBeGreaterThan(0);
    expect(fromFiles).toEqual(sorted(await firstPage(generateProject(size), list, more)));
  });

  it('writes a manifest that grows with its models and their code', async () => {
    const path = join(folder, 'manifest.json');
    const bytes = await writeManifest(path, { models: 200, codeBytes: 4000 });
    expect((await stat(path)).size).toBe(bytes);
    expect(bytes / 200).toBeGreaterThan(10_000);
    const manifest = JSON.parse(textIn(folder, 'manifest.json') ?? '') as Manifest;
    const kinds = Object.values(manifest.nodes).map((node) => node.resource_type);
    expect(kinds.filter((kind) => kind === 'model')).toHaveLength(200);
  });
});
