/** Lists of the Administrative API: filters, order, pages, envelope. */
import { envelope, type Reply } from './exchange';

export type Row = { id: number; [field: string]: unknown };

const largestPage = 100;

/** Which query parameters a list knows besides limit, offset and order_by. */
type ListRules = { filters: string[]; orders: string[] };

function matches(row: Row, name: string, wanted: string): boolean {
  if (name.endsWith('__in')) {
    const allowed: unknown = JSON.parse(wanted);
    return Array.isArray(allowed) && allowed.includes(row[name.slice(0, -'__in'.length)]);
  }
  const value = row[name];
  return (typeof value === 'string' ? value : JSON.stringify(value ?? '')) === wanted;
}

/** As the real service sorts: what has no value comes first in descending order. */
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}

function sortedBy(rows: Row[], order: string): Row[] {
  const field = order.replace(/^-/, '');
  const direction = order.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(a[field], b[field]) || a.id - b.id);
}

function wholeNumber(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function badRequest(what: string): Reply {
  return envelope(400, what, null);
}

/** Refuses parameters that the list does not know: the real service may ignore them, and a typing mistake would pass. */
export function listReply(rows: Row[], query: URLSearchParams, rules: ListRules): Reply {
  const limit = wholeNumber(query.get('limit'), largestPage);
  const offset = wholeNumber(query.get('offset'), 0);
  const order = query.get('order_by') ?? 'id';
  if (!(limit >= 1 && limit <= largestPage)) return badRequest(`limit must be between 1 and ${largestPage}.`);
  if (Number.isNaN(offset)) return badRequest('offset must be a number.');
  if (!rules.orders.includes(order.replace(/^-/, ''))) return badRequest(`Unknown order_by: ${order}`);
  const filters = [...query].filter(([name]) => !['limit', 'offset', 'order_by'].includes(name));
  const unknown = filters.find(([name]) => !rules.filters.includes(name.replace(/__in$/, '')));
  if (unknown !== undefined) return badRequest(`Unknown parameter: ${unknown[0]}`);
  const kept = rows.filter((row) => filters.every(([name, wanted]) => matches(row, name, wanted)));
  const page = sortedBy(kept, order).slice(offset, offset + limit);
  return envelope(200, 'Success!', page, {
    filters: { limit, offset, ...Object.fromEntries(filters) },
    order_by: order,
    pagination: { count: page.length, total_count: kept.length },
  });
}
