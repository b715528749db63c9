/** The visible children of a long list in reading order, found by doubling and halving. `item` walks to a child; `[]` counts all before it does. */
export function* visibleStretch({ children }: ParentNode, place: (child: Element) => string): Generator<Element> {
  const isAbove = (at: number) => {
    const child = children.item(at);
    return child !== null && place(child) === 'above';
  };
  let [low, high] = [0, 1];
  while (isAbove(high)) [low, high] = [high + 1, 2 * high];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAbove(middle)) low = middle + 1;
    else high = middle;
  }
  for (let child = children.item(low); child; child = child.nextElementSibling) {
    const where = place(child);
    if (where === 'below') return;
    if (where !== 'aside') yield child;
  }
}
