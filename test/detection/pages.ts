import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DialectId, Relation, TableRef, Vocabulary } from '../../lib/model';
import { agrees } from '../../lib/sql/dialect';
import { mergeNames, namesOf } from '../../lib/vocabulary';

/**
 * A small page made to mislead. Every label that must have a badge stands in an element whose `data-is` spells its relation;
 * no other text may have one. `<meta>`: `warehouse`, `address`, and the console's id where it is not "any console".
 */
export type TrickPage = {
  name: string;
  warehouse: DialectId;
  address: string;
  console: string | undefined;
  html: string;
  vocabulary: Vocabulary;
};

/** Names that get in each other's way: equal schemas in two databases, a table, a schema and a database of one name. */
const schemas: Record<string, string> = {
  'analytics.sales': 'orders customers sales returns order_lines',
  'analytics.staging': 'orders customers payments web_events',
  'analytics.analytics': 'analytics kpis',
  'analytics.finance': 'revenue',
  'raw.sales': 'orders raw receipts',
  'raw.customers': 'orders addresses',
  'raw.events': 'clicks',
};
const casing: Record<DialectId, (name: string) => string> = {
  snowflake: (name) => name.toUpperCase(),
  bigquery: (name) => name,
  databricks: (name) => name,
  redshift: (name) => name,
  postgres: (name) => name,
};

function relationsOf(warehouse: DialectId): Relation[] {
  return Object.entries(schemas).flatMap(([path, tables]) =>
    [...tables.split(' '), ...(path === 'analytics.finance' ? ['Gross Margin'] : [])].map((table): Relation => {
      const [database = '', schema = ''] = path.split('.').map(casing[warehouse]);
      return { database, schema, name: table.includes(' ') ? table : casing[warehouse](table), isExact: true };
    }),
  );
}

/** The relation that a ref means, spelled as `data-is` spells it; several, or none, where that is so. */
export function idsOf(ref: TableRef, warehouse: DialectId): string[] {
  return relationsOf(warehouse)
    .filter((relation) => agrees(warehouse, ref, relation))
    .map(({ database, schema, name }) => [database, schema, name].join('.'));
}

const folder = fileURLToPath(new URL('../detection/pages', import.meta.url));

function metaIn(html: string, name: string): string | undefined {
  return new RegExp(`<meta name="${name}" content="([^"]*)">`).exec(html)?.[1]?.replaceAll('&amp;', '&');
}

/** Looks that all of these pages share: rows of 24 pixels whose depth is `--d`. */
const looks = `<style>html,body{margin:0}body{font:14px/20px sans-serif;color:#222;background:#fff}
.r{height:24px;line-height:24px;padding-left:calc(8px + 16px * var(--d, 0));white-space:nowrap}
.cols{display:flex;gap:24px}.scroll{overflow:auto}table{border-collapse:collapse}td,th{padding:2px 12px;text-align:left}</style>`;

/** All pages of test/detection/pages, in the order of their names. */
export async function trickPages(): Promise<TrickPage[]> {
  const files = readdirSync(folder).toSorted();
  return Promise.all(
    files.map(async (file): Promise<TrickPage> => {
      const html = readFileSync(`${folder}/${file}`, 'utf8');
      const warehouse = (metaIn(html, 'warehouse') ?? 'postgres') as DialectId; // as: our own pages
      return {
        name: file.replace(/\.html$/, ''),
        warehouse,
        address: metaIn(html, 'address') ?? 'https://tools.example.com/data',
        console: metaIn(html, 'console'),
        html: `<!doctype html><html lang="en"><meta charset="utf-8">${looks}${html}</html>`,
        vocabulary: mergeNames(warehouse, [await namesOf(warehouse, relationsOf(warehouse))]),
      };
    }),
  );
}
