import { type Engine, engineSelector } from './editor-engines';
import { type KnownRows, knownRows, replaceLine } from './editor-rows';

/**
 * What a change in an editor comes to. `line`: one of its lines says something else. `text`: more than that. `less`: lines went and none came, as
 * where an editor is about to write them anew. `place`: something moved that may hold lines. Undefined: a caret, a selection, a list of suggestions.
 */
export type EditorChange = 'line' | 'text' | 'less' | 'place' | undefined;

/** Monaco draws a changed line as a new element at the old one's height, which it writes on each. */
function takesPlace(before: HTMLElement, now: HTMLElement, { line, isWrappedInRows }: Engine): boolean {
  const { top } = now.style;
  return (
    isWrappedInRows && now.matches(line) && top !== '' && before.getAttribute('style') === now.getAttribute('style')
  );
}

/** Lines, numbers or editors among nodes that came or went. */
function holdLines(nodes: NodeList, { line, number }: Engine): boolean {
  const telling = `${line}, ${number}, ${engineSelector}`;
  return [...nodes].some(
    (node) =>
      node instanceof Element && (node.matches(telling) || (node.firstElementChild && node.querySelector(telling))),
  );
}

/** What was away for a moment may say something else. */
function noteLines(nodes: NodeList, { engine, heard }: KnownRows): void {
  for (const node of nodes) {
    if (!(node instanceof Element)) continue;
    heard.rows.add(node);
    for (const line of node.querySelectorAll(engine.line)) heard.rows.add(line);
  }
}

/** Takes note of a change in an editor, so that the next look at it reads what changed and nothing else. Asks for no box. */
export function hear(record: MutationRecord, element: Element): EditorChange {
  const { type, target, addedNodes, removedNodes, attributeName } = record;
  const editor = element.closest(engineSelector);
  const one = editor ? knownRows(editor) : undefined;
  if (!one) return type === 'attributes' ? 'place' : 'text';
  const { engine, layer, lines, margin, heard } = one;
  if (type === 'attributes') {
    const isStyle = attributeName === 'style';
    // Some editors write the same style at every key.
    const isRewritten = isStyle && record.oldValue === element.getAttribute('style');
    if (isRewritten || (!isStyle && margin.has(element))) return undefined;
    const isOwn =
      lines.has(element) || margin.has(element) || (engine.group !== undefined && element.matches(engine.group));
    const isWindow =
      isStyle && engine.window !== undefined && element.matches(engine.window) && element.contains(layer);
    // Where an editor writes other places, its lines are looked for again when they are next read.
    if (isStyle && (isOwn || isWindow)) heard.anew = true;
    // The window may have closed, which only a box tells.
    if (isWindow) one.isTold = false;
    return isOwn || element.contains(layer) || layer.contains(element) ? 'place' : undefined;
  }
  if (target === layer && addedNodes.length === 0) {
    heard.anew = true;
    return 'less';
  }
  const line = element.closest(engine.line);
  if (line && lines.has(line)) {
    heard.rows.add(line);
    return 'line';
  }
  const [before] = removedNodes;
  const [now] = addedNodes;
  const isPair = removedNodes.length === 1 && addedNodes.length === 1;
  if (isPair && before instanceof HTMLElement && now instanceof HTMLElement && lines.has(before)) {
    if (takesPlace(before, now, engine)) {
      replaceLine(one, before, now);
      return 'text';
    }
  }
  const number = element.closest(engine.number);
  const isTelling = line !== null || (number !== null && margin.has(number)) || target === layer;
  if (!isTelling && !holdLines(addedNodes, engine) && !holdLines(removedNodes, engine))
    return layer.contains(element) ? 'place' : undefined;
  heard.anew = true;
  if (layer.contains(element)) noteLines(addedNodes, one);
  return addedNodes.length > 0 || line || number ? 'text' : 'less';
}
