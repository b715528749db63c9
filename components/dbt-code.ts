import type { DbtNode, Relation } from '../lib/model';

/** A name as a string inside dbt's Jinja: quotes, backslashes and line ends cannot end it. */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\']/g, (character) => `\\${character}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
  return `'${escaped}'`;
}

/**
 * How a dbt model would name this node: `{{ ref('orders', v=2) }}`, `{{ source('shop', 'orders') }}`; with its package where it
 * is of another one (`isFromPackage`): `{{ ref('stripe', 'charges') }}`.
 */
export function dbtReference(node: DbtNode, isFromPackage = false): string {
  if (node.type === 'source') return `{{ source(${quoted(node.sourceName ?? '')}, ${quoted(node.name)}) }}`;
  const names = isFromPackage && node.packageName !== undefined ? [node.packageName, node.name] : [node.name];
  const version = node.version === undefined || /^\d+$/.test(node.version) ? node.version : quoted(node.version);
  return `{{ ref(${[...names.map(quoted), ...(version === undefined ? [] : [`v=${version}`])].join(', ')}) }}`;
}

/** Database, schema and name with dots, as stored; unquoted. */
export function dottedName(relation: Relation): string {
  return partsOf(relation).join('.');
}

/** Database, schema and name, as far as there are any. */
export function partsOf({ database, schema, name }: Relation): string[] {
  return [database, schema, name].filter((part) => part !== undefined);
}

/** The name inside a unique id: `model.shop.orders` → `orders`, `source.shop.raw.orders` → `raw.orders`, `….orders.v2` → `orders.v2`. */
export function nameInUniqueId(uniqueId: string): string {
  return uniqueId.split('.').slice(2).join('.') || uniqueId;
}
