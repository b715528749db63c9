import type { Box, Boxes } from './lines';

/** One for all passes: a page pays for each range that there is whenever it changes anything, until it is collected. */
let measuring: Range | undefined;

/** Measures texts and elements, each once; to be made anew for every pass. */
export function boxes(document: Document): Boxes {
  const known = new Map<Text | Element, Box>();
  const range = measuring ?? document.createRange();
  measuring = range;
  return (node) => {
    let box = known.get(node);
    if (!box) {
      const isElement = node instanceof Element;
      if (!isElement) range.selectNodeContents(node);
      box = (isElement ? node : range).getBoundingClientRect();
      known.set(node, box);
    }
    return box;
  };
}
