import { generatedNode, generatedTest, shapeOf, testsPerNode, uniqueIdOf } from '../dbt-cloud/generated-nodes';

/** Code is what makes a manifest large: as long as it is in projects that people have worked on for years. */
const codeLine =
  'select customer_id, sum(amount) as amount -- kept for "reports" and forecasts\nfrom {{ ref(\'stg_orders\') }}\n';

/** A manifest.json of about so many bytes, with models, their code and tests, sources, macros and the maps. Its models are counted. */
export function largeManifest(bytes: number): { file: Buffer; models: number } {
  const code = codeLine.repeat(22);
  const [one] = nodesAt(0, 1000, code);
  const models = Math.ceil(bytes / one.reduce((sum, entry) => sum + entry.length + 1, 0));
  const nodes: string[] = [];
  const children: string[] = [];
  const shape = shapeOf({ models });
  for (let at = 0; at < models; at += 1) {
    const [entries, child] = nodesAt(at, models, code);
    nodes.push(...entries);
    children.push(child);
  }
  const sources = Array.from({ length: shape.sources }, (_, at) => entry(generatedNode('source', at, shape)));
  const text = [
    '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json",',
    '"generated_at":"2026-08-20T04:00:00.000000Z","adapter_type":"snowflake","project_name":"lantern"},',
    `"nodes":{${nodes.join(',')}},"sources":{${sources.join(',')}},"macros":{},"exposures":{},"groups":{},`,
    `"child_map":{${children.join(',')}}}`,
  ];
  return { file: Buffer.from(text.join('')), models };
}

function nodesAt(at: number, models: number, code: string): [string[], string] {
  const shape = shapeOf({ models });
  const model = {
    ...generatedNode('model', at, shape),
    raw_code: code,
    compiled_code: code,
    checksum: { name: 'sha256', checksum: String(at) },
  };
  const tests = Array.from({ length: testsPerNode }, (_, slot) => generatedTest('model', at, slot, shape));
  const child = at * 3 + 1 < models ? [uniqueIdOf('model', at * 3 + 1, shape)] : [];
  return [[entry(model), ...tests.map(entry)], `${JSON.stringify(model.unique_id)}:${JSON.stringify(child)}`];
}

function entry(node: { unique_id: string }): string {
  return `${JSON.stringify(node.unique_id)}:${JSON.stringify(node)}`;
}
