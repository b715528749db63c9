import type { Detection } from '../../../lib/model';
import { labelText, type Names } from '../../../lib/page/names';
import { boxOf, isShown, isZone, parentOf, textsOf } from './walk';

/** What one badge or mark of the untouched page says, tied to the very texts that it stands beside. */
export type Truth = {
  reader: string;
  label: string;
  /** Pieces of the label; empty for a badge of the page as such. */
  nodes: Text[];
  /** Where a mark begins in its text. */
  offset: number | undefined;
  /** Texts above or before the label that a person needs to tell whose it is: its schema, its database. */
  support: Text[];
  /** Did the page itself count the depth, for those who do not see it? */
  isCounted: boolean;
  /** The attribute that alone said whose it is. */
  attribute: { name: string; value: string } | undefined;
};

let truths: Truth[] = [];
const owners = new WeakMap<Text, Truth[]>();

function own(node: Text, truth: Truth): void {
  owners.set(node, [...(owners.get(node) ?? []), truth]);
}

export const allTruths = () => truths;

/** A text that was cut up: its pieces say what it said. */
export function inherit(node: Text, pieces: Text[]): void {
  for (const truth of owners.get(node) ?? []) {
    truth.nodes = truth.nodes.flatMap((one) => (one === node ? pieces : [one]));
    for (const piece of pieces) own(piece, truth);
  }
  for (const truth of truths) truth.support = truth.support.flatMap((one) => (one === node ? pieces : [one]));
}

export function textsIn(anchor: Element): Text[] {
  const walker = document.createTreeWalker(anchor, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text); // as: texts only
  return texts.filter(({ data }) => data.trim() !== '');
}

/** The nearest text above a label, or before it on its line, that says what `isIt` asks. */
function nearest(below: DOMRect, texts: { node: Text; box: DOMRect }[], isIt: (text: string) => boolean) {
  const above = texts.filter(
    ({ node, box }) =>
      isIt(labelText(node.data)) &&
      (box.bottom <= below.top + 2 || (Math.abs(box.top - below.top) < 4 && box.right <= below.left)),
  );
  return above.toSorted((one, other) => other.box.top - one.box.top || other.box.left - one.box.left)[0];
}

function supportOf(detection: Detection, label: DOMRect, texts: { node: Text; box: DOMRect }[], names: Names): Text[] {
  const { database, schema, name } = detection.ref;
  const schemaText = nearest(label, texts, (text) =>
    names.relations({ schema: text, name }).some((one) => one.schema === schema),
  );
  if (!schemaText) return [];
  const databaseText = nearest(schemaText.box, texts, (text) =>
    names.relations({ database: text, name }).some((one) => one.database === database),
  );
  return [schemaText.node, ...(databaseText ? [databaseText.node] : [])];
}

const zoneTexts = new WeakSet<Text>();

/** Was this a text of a zone that a console's file leaves alone, and is the zone gone? What it holds then looks like any other part. */
export function isOutOfZone(anchor: Element | Range | undefined): boolean {
  if (!anchor) return false;
  // as: a mark begins in a text
  const nodes = anchor instanceof Range ? [anchor.startContainer as Text] : textsIn(anchor);
  return nodes.some((node) => zoneTexts.has(node) && !isInZone(node));
}

function isInZone(node: Node): boolean {
  for (let around = parentOf(node); around; around = parentOf(around)) if (isZone(around)) return true;
  return false;
}

/** Learns what the untouched page says. Everything else on it is to stay without a badge. */
export function learn(detections: Detection[], names: Names): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (isInZone(node)) zoneTexts.add(node as Text); // as: texts only
  const texts = textsOf(document.body)
    .filter((node) => node.parentElement && isShown(node.parentElement))
    .map((node) => ({ node, box: boxOf(node) }));
  truths = detections.map((detection): Truth => {
    const { anchor, reader, label, evidence } = detection;
    // as: a mark begins in a text
    const start = anchor instanceof Range ? (anchor.startContainer as Text) : undefined;
    const nodes = anchor instanceof Element ? textsIn(anchor) : start ? [start] : [];
    const [, name, value] = /^(title|aria-label|data-id|data-name): (.*)$/.exec(evidence) ?? [];
    const isSeen = reader === 'outline' || reader === 'crumbs' || name !== undefined;
    return {
      reader,
      label,
      nodes,
      offset: anchor instanceof Range ? anchor.startOffset : undefined,
      isCounted: evidence.startsWith('tree by level'),
      support: isSeen && anchor ? supportOf(detection, anchor.getBoundingClientRect(), texts, names) : [],
      attribute: name && value !== undefined ? { name, value } : undefined,
    };
  });
  for (const truth of truths) for (const node of truth.nodes) own(node, truth);
}

/** Truths that a badge or mark at this spot would speak of, as places in the list. */
export function truthsAt(anchor: Element | Range | undefined): number[] {
  if (!anchor) return truths.flatMap(({ reader }, index) => (reader === 'address' ? [index] : []));
  // as: a mark begins in a text
  const nodes = anchor instanceof Range ? [anchor.startContainer as Text] : textsIn(anchor);
  const found = new Set(nodes.flatMap((node) => owners.get(node) ?? []));
  return truths.flatMap((truth, index) =>
    found.has(truth) && (!(anchor instanceof Range) || truth.offset === anchor.startOffset) ? [index] : [],
  );
}

/** Does a person see the whole of these texts? */
export function isInSight(nodes: Text[]): boolean {
  return nodes.every((node) => {
    const element = node.parentElement;
    if (!node.isConnected || !element || !isShown(element)) return false;
    const box = boxOf(node);
    if (box.width < 1 || box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth)
      return false;
    // A body hands its scrolling to the page, unless the page's root keeps its own.
    const isRoom = getComputedStyle(document.documentElement).overflowY !== 'visible';
    const outermost = isRoom ? document.documentElement : document.body;
    for (let around: Element | null = element; around && around !== outermost; around = parentOf(around)) {
      const { overflowX, overflowY, display } = getComputedStyle(around);
      if (display === 'inline' || display === 'contents') continue;
      const frame = around.getBoundingClientRect();
      if (overflowY !== 'visible' && (box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) return false;
      if (overflowX !== 'visible' && (box.right <= frame.left || box.left >= frame.right)) return false;
    }
    return true;
  });
}

/**
 * Does anything that a person sees, or the page says, tell that a label belongs to what stands above it? Rows of one indent do not:
 * in `main, sales, orders, staging, orders` nobody can tell a schema from a table, nor a database from a schema.
 */
function showsDepth(nodes: Text[], support: Text[]): boolean {
  const [label] = nodes;
  const [schema] = support;
  if (!label?.parentElement || !schema) return true;
  const [own, above] = [boxOf(label), boxOf(schema)];
  const isRtl = getComputedStyle(label.parentElement).direction === 'rtl';
  const isIndented = isRtl ? own.right < above.right - 2 : own.left > above.left + 2;
  const isSaid = [label, schema].every((node) => node.parentElement?.closest('[aria-level], li li, [role="group"]'));
  const isLarger = above.height > own.height * 1.1;
  return isIndented || isSaid || isLarger;
}

/**
 * Is this truth still to be found? Its label is in sight, and so is what says whose it is: the address for the page's own
 * table; for an attribute's name the attribute, or schema and database in writing; for a tree or a breadcrumb these two.
 */
export function isDue({ isCounted, nodes, support, attribute, offset }: Truth): boolean {
  if (nodes.length === 0) return true;
  if (offset !== undefined) return nodes[0]?.isConnected === true && isInMarkSight(nodes[0], offset);
  if (!isInSight(nodes)) return false;
  if (isCounted && !showsDepth(nodes, support)) return false;
  if (attribute) {
    const said = document.querySelectorAll(`[${attribute.name}]`);
    if ([...said].some((element) => labelText(element.getAttribute(attribute.name) ?? '') === attribute.value))
      return true;
    if (support.length < 2) return false;
  }
  return isInSight(support);
}

function isInMarkSight(node: Text, offset: number): boolean {
  const range = document.createRange();
  range.setStart(node, offset);
  range.setEnd(node, node.data.length);
  const box = range.getBoundingClientRect();
  return (
    node.parentElement !== null &&
    isShown(node.parentElement) &&
    box.top >= 0 &&
    box.left >= 0 &&
    box.bottom <= innerHeight &&
    box.right <= innerWidth
  );
}
