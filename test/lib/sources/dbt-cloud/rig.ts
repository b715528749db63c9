import type { Connection, DbtNode, SourceSettings } from '../../../../lib/model';
import { dbtCloudSource } from '../../../../lib/sources/dbt-cloud/dbt-cloud';
import type { NodePage, Source, SourceContext } from '../../../../lib/sources/source';
import type { Platform, PlatformOptions } from '../../../dbt-cloud/platform';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../../../dbt-cloud/small-platform';

export const now = Date.parse('2026-08-21T00:00:00Z');

export const settings = {
  kind: 'dbt-cloud',
  accessUrl: `https://${smallHost}`,
  discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
  accountId: '100',
  projectId: '200',
  environmentId: String(smallEnvironment),
  linkStyle: 'catalog',
} as const satisfies SourceSettings;

export function connectionOf(source: SourceSettings, dialect: Connection['dialect'] = 'snowflake'): Connection {
  return { id: 'prod', name: 'Prod', dialect, sites: [], onlyWhere: [], isStaging: false, source };
}

export type Rig = { platform: Platform; context: SourceContext; source: Source; connection: Connection };

/** The dbt Cloud source over the small stand-in platform, or over another one. */
export function rig(options: Partial<PlatformOptions> = {}, over: Partial<typeof settings> & object = {}): Rig {
  return rigOver(smallPlatform({ now: () => now, ...options }), over);
}

export function rigOver(platform: Platform, over: Partial<Record<keyof typeof settings, string>> = {}): Rig {
  const source = { ...settings, ...over, kind: 'dbt-cloud', linkStyle: 'catalog' } as const;
  const connection = connectionOf(source);
  const context = { fetch: platform.fetch, token: smallToken, signal: new AbortController().signal, now: () => now };
  return { platform, context, source: dbtCloudSource(source, connection), connection };
}

/** All pages of a source, each asked for by a source that knows nothing of the others when `isForgetful`. */
export async function pagesOf(source: Source, context: SourceContext): Promise<NodePage[]> {
  const pages: NodePage[] = [];
  let from: string | undefined;
  do {
    const page = await source.page(context, from);
    pages.push(page);
    from = page.next;
  } while (from !== undefined);
  return pages;
}

export async function nodesOf(source: Source, context: SourceContext): Promise<DbtNode[]> {
  return (await pagesOf(source, context)).flatMap(({ nodes }) => nodes);
}
