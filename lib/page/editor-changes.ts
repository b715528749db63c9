import { type Engine, engineSelector } from './editor-engines';
import { knownRows, replaceLine } from './editor-rows';

/**
 * What a change in an editor comes to. `text`: its lines say something else. `place`: something moved that may hold lines. Undefined: a caret, a
 * selection, a list of suggestions.
 */
export type EditorChange = 'text' | 'place' | undefined;

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

/** What an element's style said when it was last written. */
const written = new WeakMap<Element, string>();

/** Some editors write the same style at every key. */
function isRewritten(element: Element): boolean {
  const style = element.getAttribute('style') ?? '';
  const isSame = written.get(element) === style;
  written.set(element, style);
  return isSame;
}

/** Takes note of a change in an editor, so that the next look at it reads what changed and nothing else. Asks for no box. */
export function hear(record: MutationRecord, element: Element): EditorChange {
  const { type, target, addedNodes, removedNodes, attributeName } = record;
  const editor = element.closest(engineSelector);
  const one = editor ? knownRows(editor) : undefined;
  if (!one) return type === 'attributes' ? 'place' : 'text';
  const { engine, layer, lines, margin, heard } = one;
  const line = element.closest(engine.line);
  if (type === 'attributes') {
    if (attributeName === 'style' && isRewritten(element)) return undefined;
    const isOwn =
      margin.has(element) || lines.has(element) || (engine.group !== undefined && element.matches(engine.group));
    // Where an editor writes other places, its lines are measured again when they are next read.
    if (isOwn && attributeName === 'style') heard.anew = true;
    else if (margin.has(element)) return undefined;
    return element.contains(layer) || layer.contains(element) || isOwn ? 'place' : undefined;
  }
  if (line && lines.has(line)) {
    heard.rows.add(line);
    return 'text';
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
  return 'text';
}
