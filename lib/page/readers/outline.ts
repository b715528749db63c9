import type { Detection, TableRef } from '../../model';
import { isBehindColumn, withoutKinds } from '../columns';
import { type Climb, climbs, isHeaded, type Neighbours, neighboursOf } from '../depth';
import { byFacts } from '../facts';
import { isCoherent, larger, muchLarger, underHeading } from '../headings';
import { findOnLine, type Spot, type Word } from '../lines';
import { isKnown, type List } from '../list';
import type { Names } from '../names';
import { itemsAround } from '../nesting';
import { isOtherGroup, saysOthers } from '../other-kinds';
import { isOtherThing } from '../other-things';
import { type Placement, placeByAncestors, refOf, trusted } from '../place';
import { isListed, type Row, tab } from '../rows';
import type { Label } from '../seen';
import type { Reader, Scene } from './reader';

type Placed = { climb: Climb; placement: Placement };
type Found = { ref: TableRef; evidence: string };

/**
 * Is the name a column's after all? Tables of one schema stand at one depth: where a table of the same schema is less deep, this
 * is something inside of another one.
 */
function isInsideTable({ climb, placement }: Placed, near: Neighbours, names: Names): boolean {
  const schema = climb.rows[placement.schemaLevel];
  const relation = placement.relations[0];
  if (!schema || !relation) return false;
  const isTable = (name: string) => names.relations({ ...relation, name }).length > 0;
  return [...near.above, ...near.below].some((row) => climb.isUncle(row, schema) && isTable(row.name));
}

function areSame(one: TableRef | undefined, other: TableRef | undefined): boolean {
  return one?.database === other?.database && one?.schema === other?.schema;
}

/**
 * Where rows that hold others have an expander, one without holds none: what has one, and begins where that one begins, is its equal
 * and no column of it.
 */
function areEqual([row, ...higher]: Row[], child: Row): boolean {
  const isMarked = ({ x, indent }: Row) => x - indent >= 3;
  return (
    row !== undefined &&
    !isMarked(row) &&
    Math.abs(row.x - child.indent) < 3 &&
    isMarked(child) &&
    higher.some(isMarked)
  );
}

/** The first rung that places the name. Silence (`false`) where rungs disagree about its relation, or whether it is a column. */
function climb(name: string, all: Climb[], near: Neighbours, scene: Scene): Found | undefined | false {
  const placed: Placed[] = [];
  let isContradicted = false;
  for (const one of all) {
    const placement = placeByAncestors(name, one.ancestry, scene.names, scene.around);
    // What is much larger than its rows is a heading, and heads them wherever they begin; no larger one speaks against them.
    const least = placement.relations.length > 0 ? muchLarger : larger;
    if ((one.rows[placement.schemaLevel]?.height ?? 0) > least * near.child.height) continue;
    if (placement.relations.length > 0) placed.push({ climb: one, placement });
    else if (placement.isColumn && !areEqual(one.rows, near.child)) return false;
    else if (placement.isColumn) continue;
    else if (placement.isContradicted) isContradicted = true;
    // What the page itself says of a row's level is not weighed against what its pixels look like.
    if (one.id === 'level' && (placement.relations.length > 0 || isContradicted)) break;
  }
  const best = placed.find(({ placement }) => placement.isWhole) ?? placed[0];
  if (!best) return isContradicted ? false : undefined;
  const ref = refOf(best.placement.relations);
  const rivals = placed.filter(({ placement }) => placement.isWhole === best.placement.isWhole);
  const isAgreed = rivals.every(({ placement }) => areSame(refOf(placement.relations), ref));
  const isColumn = placed.every((one) => isInsideTable(one, near, scene.names));
  // A schema without a database stands at the top, whichever way one looks at it.
  const schema = best.placement.isWhole ? undefined : best.climb.rows[best.placement.schemaLevel];
  if (schema && all.some((one) => one.isBelow(schema))) return false;
  if (schema && isHeaded(schema, near.above)) return undefined;
  if (!ref || !isAgreed || isColumn || (isContradicted && !best.placement.isWhole)) return false;
  const path = [...best.climb.ancestry.levels.map(({ texts }) => texts.join(' ')).reverse(), name].join(' › ');
  return { ref, evidence: `tree by ${best.climb.id}: ${path}` };
}

/** What the markup of lists says where nothing is indented. */
function byNesting({ text, element }: Label, { names, around }: Scene): Found | undefined | false {
  const levels = itemsAround(element, text);
  if (levels.length === 0) return undefined;
  const placement = placeByAncestors(text, { levels, isComplete: true }, names, around);
  const ref = placement.isWhole ? refOf(placement.relations) : undefined;
  if (!ref) return placement.isContradicted || placement.isColumn ? false : undefined;
  return { ref, evidence: `tree by items: ${[...levels.flatMap(({ texts }) => texts).reverse(), text].join(' › ')}` };
}

/** A list of a console that shows the tables of the one schema it has chosen. */
function inChosenSchema(name: string, word: Word, near: Neighbours, list: List, scene: Scene): Found | undefined {
  const { schema } = scene.around.session;
  if (!scene.console?.isOneSchema?.(scene.url) || schema === undefined) return undefined;
  if (!isListed(near, scene.names) || word.nodes[0]?.parentElement?.closest(tab)) return undefined;
  const ref = trusted({ schema, name }, scene.names, scene.around);
  if (!ref || !isCoherent(word, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], ref, list, scene))
    return undefined;
  return { ref, evidence: `list of ${schema}: ${name}` };
}

/** Rows of one depth that name database, schema and table in order, one below the other, as lists of search results do. */
function afterItsParents(name: string, { child, above }: Neighbours, { names }: Scene): Found | undefined {
  const [schema, database] = above;
  if (!schema || !database || [schema, database].some(({ x }) => Math.abs(x - child.x) > 1)) return undefined;
  if (!names.hasDatabase(database.name)) return undefined;
  const ref = refOf(names.relations({ database: database.name, schema: schema.name, name }));
  return ref && { ref, evidence: `rows: ${database.name} › ${schema.name} › ${name}` };
}

function readLabel(label: Label, spot: Spot, list: List, scene: Scene): Detection | undefined {
  const fact = byFacts(label.text, spot, list, scene.names);
  if ((!fact && isBehindColumn(spot, list)) || isOtherThing(label, spot, list)) return undefined;
  const near = neighboursOf(spot, list, scene);
  const { texts } = near.child;
  const before = withoutKinds(texts.slice(0, texts.indexOf(label.text)));
  // What stands behind several words of its line, or behind a name, is no row of a tree; "Owner: orders" is no table.
  const isElsewhere =
    before.length > 1 ||
    before.some((text) => isKnown(text, scene.names) || (!fact && text.endsWith(':') && saysOthers(text.slice(0, -1))));
  if (isElsewhere) return undefined;
  // What the markup of lists says of a group, wherever its word begins.
  const items = list.others.length > 0 ? itemsAround(label.element, label.text) : [];
  const schema = items.findIndex(({ texts }) => texts.some(scene.names.hasSchema));
  if (items.some((item, level) => level < schema && isOtherGroup(item))) return undefined;
  const all = climbs(near);
  const found =
    (fact && { ref: fact, evidence: `facts: ${fact.database} › ${fact.schema} › ${fact.name}` }) ??
    climb(label.text, all, near, scene) ??
    byNesting(label, scene) ??
    afterItsParents(label.text, near, scene) ??
    underHeading(label, spot, near, all, list, scene) ??
    inChosenSchema(label.text, spot.word, near, list, scene);
  if (!found) return undefined;
  return { reader: 'outline', ...found, label: label.text, anchor: label.element };
}

/** Trees and lists: rows one under another, children to the right of their parent. */
export const outline: Reader = {
  id: 'outline',
  *read(scene) {
    for (const label of scene.sight.names) {
      const list = scene.listOf(label.element);
      const found = findOnLine(label.nodes, list.spots);
      yield found && found !== 'part' ? readLabel(label, found, list, scene) : undefined;
    }
  },
};
