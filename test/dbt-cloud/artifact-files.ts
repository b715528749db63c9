/** dbt's artifacts as files: which fields this stand-in reads, and how they come from a folder. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

type Metadata = {
  generated_at?: string;
  project_name?: string;
  adapter_type?: string;
  dbt_version?: string;
  env?: Record<string, string>;
};

export type ManifestColumn = {
  name?: string;
  description?: string;
  data_type?: string | null;
  meta?: Record<string, unknown>;
  tags?: string[];
};

export type FreshnessRule = { count?: number | null; period?: string | null };

export type FreshnessRules = { warn_after?: FreshnessRule | null; error_after?: FreshnessRule | null };

/** A node of manifest.json, whatever its kind. Versions 4 to 12 and 20; what an older one lacks is absent. */
export type ManifestNode = {
  unique_id: string;
  resource_type: string;
  name: string;
  package_name?: string;
  description?: string | null;
  original_file_path?: string;
  patch_path?: string | null;
  fqn?: string[];
  tags?: string[];
  meta?: Record<string, unknown>;
  database?: string | null;
  schema?: string | null;
  alias?: string | null;
  identifier?: string | null;
  relation_name?: string | null;
  source_name?: string;
  source_description?: string;
  loader?: string;
  freshness?: FreshnessRules | null;
  columns?: Record<string, ManifestColumn>;
  config?: {
    materialized?: string;
    enabled?: boolean;
    meta?: Record<string, unknown>;
    tags?: string[];
    group?: string | null;
    access?: string | null;
    freshness?: FreshnessRules | null;
  };
  depends_on?: { nodes?: string[] };
  attached_node?: string | null;
  column_name?: string | null;
  test_metadata?: { name?: string; namespace?: string | null; kwargs?: Record<string, unknown> };
  model?: string;
  access?: string | null;
  group?: string | null;
  language?: string;
  contract?: { enforced?: boolean };
  constraints?: Record<string, unknown>[];
  version?: string | number | null;
  latest_version?: string | number | null;
  deprecation_date?: string | null;
  raw_code?: string;
  raw_sql?: string;
  compiled_code?: string | null;
  compiled_sql?: string | null;
};

export type Manifest = {
  metadata: Metadata;
  nodes: Record<string, ManifestNode>;
  sources: Record<string, ManifestNode>;
  unit_tests?: Record<string, ManifestNode>;
};

export type CatalogEntry = {
  metadata?: { type?: string | null; owner?: string | null; comment?: string | null };
  columns?: Record<string, { name: string; type?: string | null; index?: number | null; comment?: string | null }>;
  stats?: Record<
    string,
    { id?: string; label?: string; description?: string; include?: boolean; value?: string | number | boolean | null }
  >;
};

export type Catalog = {
  metadata: Metadata;
  nodes: Record<string, CatalogEntry>;
  sources: Record<string, CatalogEntry>;
};

export type RunResult = {
  unique_id: string;
  status: string;
  message?: string | null;
  failures?: number | null;
  execution_time?: number;
  timing?: { name: string; started_at?: string | null; completed_at?: string | null }[];
};

export type RunResults = { metadata: Metadata; elapsed_time?: number; results: RunResult[] };

export type FreshnessResult = {
  unique_id: string;
  status: string;
  max_loaded_at?: string | null;
  snapshotted_at?: string | null;
  max_loaded_at_time_ago_in_s?: number | null;
  criteria?: FreshnessRules | null;
};

export type SourceResults = { metadata: Metadata; results: FreshnessResult[] };

export type Artifacts = {
  manifest: Manifest;
  catalog?: Catalog;
  runResults?: RunResults;
  sources?: SourceResults;
  /** The text of a file of the folder, by its plain name. */
  text(name: string): string | undefined;
};

/** A file of a folder, plain or with `.gz`; undefined when there is none. */
export function textIn(folder: string, name: string): string | undefined {
  const plain = join(folder, name);
  if (existsSync(plain)) return readFileSync(plain, 'utf8');
  const zipped = `${plain}.gz`;
  return existsSync(zipped) ? gunzipSync(readFileSync(zipped)).toString('utf8') : undefined;
}

const names = ['manifest.json', 'catalog.json', 'run_results.json', 'sources.json'] as const;

function stampOf(folder: string): string {
  const paths = names.flatMap((name) => [join(folder, name), join(folder, `${name}.gz`)]);
  return paths.map((path) => (existsSync(path) ? statSync(path).mtimeMs : '-')).join();
}

const loaded = new Map<string, { stamp: string; artifacts: Artifacts | undefined }>();

/**
 * The artifacts of a folder (each file plain or with `.gz`), read once and again when a file changed.
 * Undefined when there is no manifest: nothing ran there yet.
 */
export function readArtifacts(folder: string): Artifacts | undefined {
  const stamp = stampOf(folder);
  const known = loaded.get(folder);
  if (known?.stamp === stamp) return known.artifacts;
  const artifacts = artifactsOf((name) => textIn(folder, name));
  loaded.set(folder, { stamp, artifacts });
  return artifacts;
}

/** Artifacts from texts by file name, wherever these come from. */
export function artifactsOf(text: (name: string) => string | undefined): Artifacts | undefined {
  const parsed = <Shape>(name: (typeof names)[number]): Shape | undefined => {
    const found = text(name);
    // dbt wrote the file; every field that is read is declared optional where some version of dbt leaves it out
    return found === undefined ? undefined : (JSON.parse(found) as Shape);
  };
  const manifest = parsed<Manifest>('manifest.json');
  if (manifest === undefined) return undefined;
  const catalog = parsed<Catalog>('catalog.json');
  const runResults = parsed<RunResults>('run_results.json');
  const sources = parsed<SourceResults>('sources.json');
  return {
    manifest,
    ...(catalog === undefined ? {} : { catalog }),
    ...(runResults === undefined ? {} : { runResults }),
    ...(sources === undefined ? {} : { sources }),
    text,
  };
}
