import { builtRows, emptied } from './built-rows';
import { type Pane, type PaneRow, panesOf } from './panes';
import { between, pick, type Random, shuffled } from './random';

/** Rows one under another as siblings, whatever their depth. */
export function flatten(): void {
  for (const pane of panesOf(document.body)) {
    const built = builtRows(pane);
    const content = emptied(pane);
    let end = 0;
    for (const { row, element } of built) {
      element.style.marginTop = `${row.y - end}px`;
      end = row.y + row.height;
      content.append(element);
    }
  }
}

/** Parents of rows by one measure of depth: the nearest row above that is less deep. */
function parentsBy(rows: PaneRow[], depth: (row: PaneRow) => number, least: number): (number | undefined)[] {
  return rows.map((row, index) => {
    for (let above = index - 1; above >= 0; above--) {
      const other = rows[above];
      if (other && depth(other) <= depth(row) - least) return above;
    }
    return undefined;
  });
}

/** Parents that a person would name; nothing where indents of names and of icons tell different stories. */
function parentsOf(rows: PaneRow[]): (number | undefined)[] | undefined {
  if (rows.every(({ level }) => level !== undefined)) return parentsBy(rows, ({ level }) => level ?? 0, 1);
  const byName = parentsBy(rows, ({ x }) => x, 2.5);
  const byIcon = parentsBy(rows, ({ indent }) => indent, 2.5);
  return byName.every((parent, index) => parent === byIcon[index]) ? byName : undefined;
}

/** Rows inside the rows that they belong to. */
export function nest(next: Random): void {
  const isSibling = next() < 0.5;
  const [listTag, itemTag] = pick(
    [
      ['ul', 'li'],
      ['div', 'div'],
      ['ui-list', 'ui-item'],
    ] as const,
    next,
  );
  for (const pane of panesOf(document.body)) {
    const parents = parentsOf(pane.rows);
    if (!parents?.some((parent) => parent !== undefined)) continue;
    const built = builtRows(pane);
    const content = emptied(pane);
    const groups = new Map<number | undefined, HTMLElement>([[undefined, content]]);
    const plain = 'all:unset;display:block';
    let end = 0;
    for (const [index, { row, element }] of built.entries()) {
      const parent = groups.get(parents[index]) ?? content;
      element.style.marginTop = `${row.y - end}px`;
      end = row.y + row.height;
      const item = document.createElement(itemTag);
      const group = document.createElement(listTag);
      item.style.cssText = plain;
      group.style.cssText = plain;
      // A margin of the first row would move out of its boxes.
      item.style.display = 'flow-root';
      group.style.display = 'flow-root';
      item.append(element);
      parent.append(item);
      if (parents.includes(index)) (isSibling ? parent : item).append(group);
      groups.set(index, group);
    }
  }
}

function place(row: PaneRow, element: HTMLElement): void {
  element.style.position = 'absolute';
  element.style.insetInlineStart = '0';
  element.style.insetInlineEnd = '0';
  element.style.top = `${row.y}px`;
}

/** Rows anywhere in the document, each at its old place by coordinates. */
export function shuffle(next: Random): void {
  for (const pane of panesOf(document.body)) {
    const built = builtRows(pane);
    const content = emptied(pane);
    for (const { row, element } of built) place(row, element);
    content.append(...shuffled(built, next).map(({ element }) => element));
  }
}

/** Fewer rows than this need no virtual list. */
const longEnough = 8;

function virtualised(pane: Pane, next: Random): void {
  const last = pane.rows.at(-1);
  const full = last ? last.y + last.height : 0;
  const height = Math.min(
    pane.element.clientHeight,
    Math.round(full * 0.6),
    innerHeight - Math.max(0, pane.origin.top),
  );
  const built = builtRows(pane);
  const content = emptied(pane);
  content.style.height = `${full}px`;
  pane.element.style.cssText += `;height:${height}px;min-height:0;max-height:none;overflow:auto;flex:none`;
  // A body hands its scrolling to the page, where there would be nothing to scroll.
  if (pane.element === document.body) document.documentElement.style.overflow = 'hidden';
  const scroll = next() < 0.5 ? 0 : between(0, Math.max(0, Math.floor(full - height)), next);
  const spare = 40;
  for (const { row, element } of shuffled(built, next)) {
    if (row.y + row.height < scroll - spare || row.y > scroll + height + spare) continue;
    place(row, element);
    content.append(element);
  }
  pane.element.scrollTop = scroll;
}

/** Long panes keep only the rows in sight, at the top or scrolled to somewhere. */
export function virtualise(next: Random): void {
  const panes = panesOf(document.body);
  for (const pane of panes) {
    const isOuter = panes.some((other) => other !== pane && pane.element.contains(other.element));
    if (!isOuter && pane.rows.length >= longEnough) virtualised(pane, next);
  }
}
