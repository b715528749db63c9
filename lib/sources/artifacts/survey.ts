import { AppError } from '../../errors';
import type { Exposure, Owner } from '../../model';
import { type Fields, fieldsOf } from '../../record';
import { words } from '../../words';
import { isRelationId, present, textOf } from '../facts';
import { type ArtifactName, fileNames, type OtherFiles } from './files';
import { type ManifestTest, numberOf, parentsIn, testIn, textsOf, withId } from './manifest-nodes';
import { readPieces } from './pieces';
import { isResult, type Result } from './results';
import { type Found, scan, type Want, type Wanted } from './scan';

/** A column that the warehouse has. What is `unknown` is read with care where it is shown. */
export type CatalogColumn = { name: string; type: unknown; comment: unknown; index: number };

/**
 * Everything that a node's facts are gathered from, and the nodes themselves still as text. All maps are by unique id, groups by name.
 */
export type Survey = {
  metadata: Fields;
  results: Map<string, Result>;
  /** When run_results.json was written, and by which run of the dbt platform: its metadata. */
  resultsOf: Fields;
  freshness: Map<string, Result>;
  catalog: Map<string, CatalogColumn[]>;
  /** Tests by the node they look at. */
  tests: Map<string, ManifestTest[]>;
  exposures: Map<string, Exposure[]>;
  groups: Map<string, Owner>;
  children: Map<string, string[]>;
  /** The models, seeds, snapshots and sources that the manifest lists. */
  entries: ManifestEntry[];
  /** What the other files cannot tell, and why. */
  gaps: Gaps;
};

/** A node of the manifest: the key it stands under, and its JSON without its code. Objects would take several times the memory. */
export type ManifestEntry = { key: string; text: string };

/**
 * `strangers`: files that name nothing of this manifest, so they are of another project. `idle`: the command that wrote
 * run_results.json, where it built and tested nothing. `catalogErrors`: what dbt could not ask the warehouse.
 */
export type Gaps = { strangers: ArtifactName[]; idle?: string; catalogErrors: string[] };

/** Commands whose results say nothing about tables: everything they touch is a "success". */
const idleCommand = /^(?:generate|docs|compile|parse|list|ls|show|freshness|run-operation)$/;

/** Reads all files to their end, the manifest's bytes once. Throws AppError. */
export async function surveyOf(manifest: AsyncIterable<Uint8Array>, files: OtherFiles): Promise<Survey> {
  const survey: Survey = {
    metadata: {},
    results: new Map(),
    resultsOf: {},
    freshness: new Map(),
    catalog: new Map(),
    tests: new Map(),
    exposures: new Map(),
    groups: new Map(),
    children: new Map(),
    entries: [],
    gaps: { strangers: [], catalogErrors: [] },
  };
  if (files.runResults) await readResults(files.runResults, survey);
  if (files.sources) await readFreshness(files.sources, 'sources', survey);
  if (files.freshness) await readFreshness(files.freshness, 'freshness', survey);
  if (files.catalog) await readCatalog(files.catalog, survey);
  await readManifest(manifest, files, survey);
  return survey;
}

async function readResults(file: Blob, survey: Survey): Promise<void> {
  let command: unknown;
  const wanted: Wanted = new Map<string, Want>([
    ['metadata', 'whole'],
    ['args', 'whole'],
    ['results', () => true],
  ]);
  await eachOf(file, 'runResults', wanted, ({ section, value }) => {
    if (section === 'metadata') survey.resultsOf = fieldsOf(value);
    else if (section === 'args') command = fieldsOf(value).which;
    else addTo(survey.results, value);
  });
  if (typeof command !== 'string' || !idleCommand.test(command)) return;
  survey.results.clear();
  survey.gaps.idle = command;
}

async function readFreshness(file: Blob, name: 'sources' | 'freshness', survey: Survey): Promise<void> {
  await eachOf(file, name, new Map([['results', () => true]]), ({ value }) => addTo(survey.freshness, value));
}

function addTo(results: Map<string, Result>, value: unknown): void {
  if (isResult(value)) results.set(value.unique_id, value);
}

async function readCatalog(file: Blob, survey: Survey): Promise<void> {
  const wanted: Wanted = new Map<string, Want>([
    ['nodes', isRelationId],
    ['sources', isRelationId],
    ['errors', 'whole'],
  ]);
  await eachOf(file, 'catalog', wanted, ({ section, key, value }) => {
    if (section === 'errors') survey.gaps.catalogErrors = textsOf(value);
    const columns = columnsIn(fieldsOf(value).columns);
    // There is no table without columns: dbt could not look at it
    if (columns.length > 0) survey.catalog.set(key, columns);
  });
}

function columnsIn(columns: unknown): CatalogColumn[] {
  const found = Object.values(fieldsOf(columns)).flatMap((column): CatalogColumn | [] => {
    const { name, type, index, comment } = fieldsOf(column);
    return typeof name === 'string' ? { name, type, comment, index: numberOf(index) ?? Number.MAX_SAFE_INTEGER } : [];
  });
  return found.sort((one, other) => one.index - other.index);
}

async function readManifest(manifest: AsyncIterable<Uint8Array>, files: OtherFiles, survey: Survey): Promise<void> {
  const strangers = strangersOf(survey, files);
  const count = (key: string) => {
    for (const [name, names] of strangers) if (names(key)) strangers.delete(name);
    return isRelationId(key) ? 'text' : key.startsWith('test.');
  };
  const exposures: unknown[] = [];
  const between = new Map<string, string[]>();
  const wanted: Wanted = new Map<string, Want>([
    ['metadata', 'whole'],
    ['nodes', count],
    ['sources', count],
    // Nothing of them is shown, but files that name them are of this project
    ['unit_tests', count],
    ['exposures', () => true],
    ['groups', () => true],
    ['child_map', isRelationId],
    // What is counted from tables and has none itself
    ['metrics', () => true],
    ['semantic_models', () => true],
    ['saved_queries', () => true],
  ]);
  await each(manifest, 'manifest', wanted, ({ section, key, value, text }) => {
    if (text !== undefined) survey.entries.push({ key, text });
    else if (section === 'metadata') survey.metadata = fieldsOf(value);
    else if (section === 'nodes') addTest(survey, withId(key, value));
    else if (section === 'exposures') exposures.push(value);
    else if (section === 'groups') addGroup(survey, value);
    else if (section !== 'child_map') between.set(key, parentsIn(value));
    else if (Array.isArray(value)) {
      survey.children.set(key, [...new Set(value.filter((id) => typeof id === 'string' && isRelationId(id)))]);
    }
  });
  for (const value of exposures) addExposure(survey, value, between);
  const version = textOf(survey.metadata.dbt_schema_version) ?? '';
  const kind = /\/dbt\/([a-z-]+)\//.exec(version)?.[1];
  const isManifest = kind === undefined ? survey.entries.length > 0 : kind === 'manifest';
  if (!isManifest) throw new AppError('bad-response', words('dbtNoManifest'));
  survey.gaps.strangers = [...strangers.keys()];
}

/** The files that say anything, each with whether it names something. */
function strangersOf({ catalog, results, freshness }: Survey, { sources }: OtherFiles) {
  const said = new Map<ArtifactName, Map<string, unknown>>([
    ['catalog', catalog],
    ['runResults', results],
    [sources ? 'sources' : 'freshness', freshness],
  ]);
  return new Map(
    [...said].flatMap(([name, rows]) => (rows.size > 0 ? [[name, (key: string) => rows.has(key)] as const] : [])),
  );
}

function addTest(survey: Survey, value: unknown): void {
  const test = testIn(value);
  if (!test) return;
  for (const id of testedBy(test)) addOne(survey.tests, id, test);
}

/** The nodes a test looks at. A test of a source, before dbt 1.5 any test, says only in its text which of several that is. */
function testedBy({ attachedTo, parents, subject = '' }: ManifestTest): string[] {
  if (attachedTo !== undefined) return [attachedTo];
  const ids = parents.filter(isRelationId);
  const isOfSource = subject.includes('source(');
  // A model is often called like the source it reads: "source('raw', 'orders')" is none of the model "orders"
  const named = ids.filter((id) => {
    const [name, group] = id.split('.').toReversed();
    const isSource = id.startsWith('source.');
    return isSource === isOfSource && subject.includes(`'${name}'`) && (!isSource || subject.includes(`'${group}'`));
  });
  return named.length > 0 ? named : ids;
}

/** `between`: the parents of what is counted, for an exposure may name a metric in place of tables. */
function addExposure(survey: Survey, value: unknown, between: ReadonlyMap<string, string[]>): void {
  const { name, label, type, url, owner } = fieldsOf(value);
  if (typeof name !== 'string') return;
  const person = personIn(owner);
  const address = textOf(url);
  const exposure: Exposure = {
    name: textOf(label) ?? name,
    ...present({
      type: textOf(type),
      url: address && /^https?:\/\//i.test(address) ? address : undefined,
      owner: person.name ?? person.email,
    }),
  };
  const ids = new Set(parentsIn(value));
  // A set that is walked also gives what is put into it meanwhile
  for (const id of ids) for (const parent of between.get(id) ?? []) ids.add(parent);
  for (const id of ids) addOne(survey.exposures, id, exposure);
}

function addGroup(survey: Survey, value: unknown): void {
  const { name: group, owner } = fieldsOf(value);
  if (typeof group !== 'string') return;
  survey.groups.set(group, { group, ...personIn(owner) });
}

/** Of several addresses the first. */
function personIn(owner: unknown): Omit<Owner, 'group'> {
  const { name, email } = fieldsOf(owner);
  return present({ name: textOf(name), email: textOf(Array.isArray(email) ? email[0] : email) });
}

function addOne<Value>(lists: Map<string, Value[]>, id: string, value: Value): void {
  const list = lists.get(id);
  if (list) list.push(value);
  else lists.set(id, [value]);
}

async function eachOf(file: Blob, name: ArtifactName, wanted: Wanted, take: (found: Found) => void): Promise<void> {
  await each(readPieces(file, fileNames[name]), name, wanted, take);
}

/** A callback and no generator: a turn for each of so many thousands would take longer than reading them. */
async function each(
  pieces: AsyncIterable<Uint8Array>,
  name: ArtifactName,
  wanted: Wanted,
  take: (found: Found) => void,
): Promise<void> {
  for await (const found of scan(pieces, wanted, fileNames[name])) found.forEach(take);
}
