/** The generated project as dbt's artifact files, written piece by piece so that size costs no memory. */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestNode } from './artifact-files';
import { countOf, generatedKinds } from './generate-project';
import {
  childIds,
  type GeneratedKind,
  generatedNode,
  generatedTest,
  type ProjectShape,
  type ProjectSize,
  projectName,
  shapeOf,
  testsPerNode,
  uniqueIdOf,
} from './generated-nodes';
import { generatedCatalog, generatedFreshness, generatedResult, ranAtMs } from './generated-results';

const chunkLength = 1 << 20;

/** Writes the pieces to a file and says how many bytes they were. */
async function writePieces(path: string, pieces: Iterable<string>): Promise<number> {
  const file = await open(path, 'w');
  let bytes = 0;
  let waiting = '';
  const flush = async () => {
    bytes += (await file.write(waiting)).bytesWritten;
    waiting = '';
  };
  try {
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length >= chunkLength) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
  return bytes;
}

/** The pieces of an object or array: what stands between its brackets, with commas. */
function* between(open: string, inner: Iterable<string>, close: string): Generator<string> {
  yield open;
  let isFirst = true;
  for (const piece of inner) {
    yield isFirst ? piece : `,${piece}`;
    isFirst = false;
  }
  yield close;
}

function metadata(kind: string, shape: ProjectShape): string {
  return JSON.stringify({
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
    dbt_version: '1.10.0',
    generated_at: new Date(ranAtMs).toISOString(),
    project_name: projectName,
    adapter_type: shape.adapterType,
    env: {},
  });
}

function* numbers(shape: ProjectShape, kinds: readonly GeneratedKind[]): Generator<[GeneratedKind, number]> {
  for (const kind of kinds) for (let index = 0; index < countOf(kind, shape); index += 1) yield [kind, index];
}

const builtKinds = generatedKinds.filter((kind) => kind !== 'source');

/** Code of about so many bytes, different in every model. */
function code(node: ManifestNode, bytes: number): string {
  const line = `select * from ${node.relation_name ?? ''} -- ${node.name}\n`;
  return line.repeat(Math.ceil(bytes / line.length));
}

function* manifestNodes(shape: ProjectShape, codeBytes: number): Generator<string> {
  for (const [kind, index] of numbers(shape, builtKinds)) {
    const node = generatedNode(kind, index, shape);
    const written = codeBytes === 0 ? {} : { raw_code: code(node, codeBytes), compiled_code: code(node, codeBytes) };
    yield `${JSON.stringify(node.unique_id)}:${JSON.stringify({ ...node, ...written })}`;
  }
  for (const [kind, index] of numbers(shape, generatedKinds)) {
    for (let slot = 0; slot < testsPerNode; slot += 1) {
      const test = generatedTest(kind, index, slot, shape);
      yield `${JSON.stringify(test.unique_id)}:${JSON.stringify(test)}`;
    }
  }
}

function* entries(
  shape: ProjectShape,
  kinds: readonly GeneratedKind[],
  value: (kind: GeneratedKind, index: number) => unknown,
) {
  for (const [kind, index] of numbers(shape, kinds)) {
    yield `${JSON.stringify(uniqueIdOf(kind, index, shape))}:${JSON.stringify(value(kind, index))}`;
  }
}

function* manifest(shape: ProjectShape, codeBytes: number): Generator<string> {
  yield `{"metadata":${metadata('manifest/v12', shape)},`;
  yield* between('"nodes":{', manifestNodes(shape, codeBytes), '},');
  yield* between(
    '"sources":{',
    entries(shape, ['source'], (kind, index) => generatedNode(kind, index, shape)),
    '},',
  );
  yield '"macros":{},"docs":{},"exposures":{},"metrics":{},"groups":{},"selectors":{},"disabled":{},';
  const parents = (kind: GeneratedKind, index: number) => generatedNode(kind, index, shape).depends_on?.nodes ?? [];
  yield* between('"parent_map":{', entries(shape, generatedKinds, parents), '},');
  yield* between(
    '"child_map":{',
    entries(shape, generatedKinds, (kind, index) => childIds(kind, index, shape)),
    '},',
  );
  yield '"group_map":{},"saved_queries":{},"semantic_models":{},"unit_tests":{}}';
}

/**
 * Writes manifest.json for a project of this size and returns its bytes. `codeBytes` of raw code and as much compiled code
 * go into every built node (default 1,000): about 7.4 kB a model with its four tests, so 20,300 models make 150 MB.
 */
export async function writeManifest(path: string, size: ProjectSize & { codeBytes?: number }): Promise<number> {
  const { codeBytes = 1000, ...project } = size;
  return writePieces(path, manifest(shapeOf(project), codeBytes));
}

function* results(shape: ProjectShape): Generator<string> {
  for (const [kind, index] of numbers(shape, generatedKinds)) {
    const built = generatedResult(uniqueIdOf(kind, index, shape), shape);
    if (built !== undefined) yield JSON.stringify(built);
    for (let slot = 0; slot < testsPerNode; slot += 1) {
      yield JSON.stringify(generatedResult(generatedTest(kind, index, slot, shape).unique_id, shape));
    }
  }
}

function* catalog(shape: ProjectShape): Generator<string> {
  const entry = (kind: GeneratedKind, index: number) => {
    return { unique_id: uniqueIdOf(kind, index, shape), ...generatedCatalog(kind, index, shape) };
  };
  yield `{"metadata":${metadata('catalog/v1', shape)},`;
  yield* between('"nodes":{', entries(shape, builtKinds, entry), '},');
  yield* between('"sources":{', entries(shape, ['source'], entry), '},"errors":null}');
}

function* freshness(shape: ProjectShape): Generator<string> {
  for (const [, index] of numbers(shape, ['source'])) {
    const result = generatedFreshness(index, shape);
    if (result !== undefined) yield JSON.stringify(result);
  }
}

/** Writes all four files into a folder: the same project that `generateProject` serves, node for node. */
export async function writeArtifacts(folder: string, size: ProjectSize & { codeBytes?: number }): Promise<void> {
  const { codeBytes: _, ...project } = size;
  const shape = shapeOf(project);
  await mkdir(folder, { recursive: true });
  await writeManifest(join(folder, 'manifest.json'), size);
  await writePieces(join(folder, 'catalog.json'), catalog(shape));
  const head = (kind: string) => `{"metadata":${metadata(kind, shape)},"elapsed_time":3600,"results":[`;
  await writePieces(join(folder, 'run_results.json'), between(head('run-results/v6'), results(shape), ']}'));
  await writePieces(join(folder, 'sources.json'), between(head('sources/v3'), freshness(shape), ']}'));
}
