/** The applied state that dbt's platform would show after taking in these artifacts. */
import { type Artifacts, artifactsOf, type ManifestNode, readArtifacts } from './artifact-files';
import { fullNode, nestedNode } from './artifact-nodes';
import { type Content, type ContentOf, type GraphNode, lazyList, type Place } from './content';
import { isoTime, isTest, shelfOf } from './shelf';

function latest(times: (string | undefined)[]): string {
  const known = times.map((time) => isoTime(time)).filter((time) => time !== null);
  return known.sort().at(-1) ?? new Date(0).toISOString();
}

/** The applied state of an environment whose last runs left these artifacts. */
export function contentOfArtifacts(artifacts: Artifacts, place: Place): Content {
  const shelf = shelfOf(artifacts, place);
  const { manifest, catalog, runResults, sources } = artifacts;
  const made = (node: ManifestNode): GraphNode => fullNode(shelf, node);
  const list = (isWanted: (node: ManifestNode) => boolean) =>
    lazyList([...shelf.applied.values()].filter(isWanted), made);
  return {
    adapterType: manifest.metadata.adapter_type ?? '',
    projectName: manifest.metadata.project_name ?? '',
    generatedAt: latest([manifest, catalog, runResults, sources].map((file) => file?.metadata.generated_at)),
    lists: {
      models: list((node) => node.resource_type === 'model'),
      sources: list((node) => node.resource_type === 'source'),
      seeds: list((node) => node.resource_type === 'seed'),
      snapshots: list((node) => node.resource_type === 'snapshot'),
      tests: list(isTest),
    },
    find(uniqueId) {
      const node = shelf.applied.get(uniqueId);
      return node === undefined || nestedNode(shelf, node) === undefined ? undefined : made(node);
    },
    artifact: (name) => artifacts.text(name),
  };
}

const contents = new WeakMap<Artifacts, Map<string, Content>>();

/** The content of a folder of artifacts at a place; undefined while there is no manifest. */
export function contentOfFolder(folder: string, place: Place): Content | undefined {
  const artifacts = readArtifacts(folder);
  if (artifacts === undefined) return undefined;
  const places = contents.get(artifacts) ?? new Map<string, Content>();
  contents.set(artifacts, places);
  const key = JSON.stringify(place);
  const known = places.get(key) ?? contentOfArtifacts(artifacts, place);
  places.set(key, known);
  return known;
}

/** Artifacts that live in memory, as content. */
export function contentOfTexts(texts: Record<string, string>): ContentOf {
  const artifacts = artifactsOf((name) => texts[name]);
  if (artifacts === undefined) throw new Error('artifacts need a manifest.json');
  return (place) => contentOfArtifacts(artifacts, place);
}
