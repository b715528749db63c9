import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DialectId } from '../../lib/model';
import { refusal } from './refusal';

const others = ['catalog.json', 'run_results.json', 'sources.json'];

/** dbt's adapters that speak to each warehouse. */
const adapters: Record<string, DialectId> = {
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  databricks: 'databricks',
  spark: 'databricks',
  redshift: 'redshift',
  postgres: 'postgres',
  alloydb: 'postgres',
};

async function objectIn(folder: string, name: string): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (problem) {
    throw refusal(
      `${join(folder, name)} does not parse: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
  if (!isObject(content)) throw refusal(`${join(folder, name)} is no file of dbt's: it holds no JSON object`);
  return content;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads every artifact of a folder. Gives the adapter that the manifest names; throws a refusal for what is none of dbt's. */
export async function checkArtifacts(folder: string): Promise<{ adapterType: string }> {
  const manifest = await objectIn(folder, 'manifest.json');
  if (!manifest) throw refusal(`there is no manifest.json in ${folder}`);
  const { metadata, nodes, sources } = manifest;
  if (!isObject(metadata) || !isObject(nodes) || !isObject(sources))
    throw refusal(`${join(folder, 'manifest.json')} is no manifest of dbt's: metadata, nodes or sources are missing`);
  await Promise.all(others.map((name) => objectIn(folder, name)));
  return { adapterType: typeof metadata.adapter_type === 'string' ? metadata.adapter_type.toLowerCase() : '' };
}

/** The warehouse of a dbt adapter. */
export function warehouseOf(adapterType: string): DialectId {
  const warehouse = adapters[adapterType];
  if (!warehouse)
    throw refusal(`the manifest's adapter_type is ${JSON.stringify(adapterType)}: say with --warehouse what it is`);
  return warehouse;
}
