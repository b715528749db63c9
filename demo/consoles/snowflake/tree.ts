import type { DemoRelation } from '../relations';
import { element } from './elements';

/** A row of the tree before it is drawn: what it is called, what lies below it, where it leads. */
type Branch = { label: string; level: number; path: string; address?: string; below: Branch[] };

const opened = new Set<string>();

/** The address of a relation's page: stored names, each piece encoded. */
export function addressOf({ database, schema, name, isView }: DemoRelation): string {
  const [d, s, n] = [database, schema, name].map(encodeURIComponent);
  return `#/data/databases/${d}/schemas/${s}/${isView ? 'view' : 'table'}/${n}`;
}

function grouped<T>(all: T[], key: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups];
}

/** database › schema › kind › relation, as warehouses list their objects. */
function branches(relations: DemoRelation[]): Branch[] {
  return grouped(relations, ({ database }) => database).map(([database, inDatabase]) => ({
    label: database,
    level: 1,
    path: database,
    below: grouped(inDatabase, ({ schema }) => schema).map(([schema, inSchema]) => ({
      label: schema,
      level: 2,
      path: `${database}/${schema}`,
      address: `#/data/databases/${encodeURIComponent(database)}/schemas/${encodeURIComponent(schema)}`,
      below: grouped(inSchema, ({ isView }) => (isView ? 'Views' : 'Tables')).map(([kind, ofKind]) => ({
        label: kind,
        level: 3,
        path: `${database}/${schema}/${kind}`,
        below: ofKind.map((relation) => ({
          label: relation.name,
          level: 4,
          path: `${database}/${schema}/${kind}/${relation.name}`,
          address: addressOf(relation),
          below: [],
        })),
      })),
    })),
  }));
}

function row(branch: Branch, redraw: () => void): HTMLElement {
  const isOpen = opened.has(branch.path);
  const isLeaf = branch.below.length === 0;
  function choose() {
    if (isOpen) opened.delete(branch.path);
    else opened.add(branch.path);
    if (branch.address) location.hash = branch.address;
    redraw();
  }
  return element(
    'div',
    {
      role: 'treeitem',
      class: 'row',
      tabindex: '0',
      'aria-level': String(branch.level),
      ...(!isLeaf && { 'aria-expanded': String(isOpen) }),
      style: `padding-inline-start: ${branch.level * 14 - 6}px`,
      onclick: choose,
    },
    element('span', { class: isLeaf ? 'leaf' : 'twist', 'aria-hidden': 'true' }),
    element('span', { class: `kind kind-${branch.level}`, 'aria-hidden': 'true' }),
    element('span', { class: 'label' }, branch.label),
  );
}

/** Draws the open part of the tree anew, as such consoles do: rows are not kept. */
export function drawTree(tree: HTMLElement, relations: DemoRelation[], filter = ''): void {
  const wanted = filter.trim().toUpperCase();
  const shown = relations.filter(({ name }) => name.toUpperCase().includes(wanted));
  const redraw = () => drawTree(tree, relations, filter);
  const rows = (branch: Branch): HTMLElement[] => [
    row(branch, redraw),
    ...(opened.has(branch.path) || wanted ? branch.below.flatMap(rows) : []),
  ];
  tree.replaceChildren(...branches(shown).flatMap(rows));
}

/** Opens the way to a schema, its kinds included. */
export function openPath(database: string, schema: string): void {
  const path = `${database}/${schema}`;
  for (const one of [database, path, `${path}/Tables`, `${path}/Views`]) opened.add(one);
}
