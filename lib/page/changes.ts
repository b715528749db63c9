/** In which call of the observer something changed last: in or below an element; in what an element itself is, or where it hangs. */
const below = new WeakMap<Element, number>();
const own = new WeakMap<Element, number>();
let calls = 0;
let missed = 0;

/** Begins a call of the observer. */
export function nextCall(): void {
  calls += 1;
}

/** Notes what a call tells. `element`: where it happened. */
export function noteChange({ type, addedNodes }: MutationRecord, element: Element): void {
  if (type === 'attributes') own.set(element, calls);
  // It may have changed while it hung nowhere.
  for (const node of addedNodes) if (node instanceof Element) own.set(node, calls);
  for (let around: Element | null = element; around && below.get(around) !== calls; around = around.parentElement)
    below.set(around, calls);
}

/** Things changed that nobody told of one by one: nothing is believed to be as it was. */
export function missChanges(): void {
  calls += 1;
  missed = calls;
}

/** The present, as `isChangedSince` takes it. */
export const presentCall = () => calls;

/** Did anything change after a call, in an element or in what is around it? */
export function isChangedSince(element: Element, call: number): boolean {
  if (missed > call || (below.get(element) ?? 0) > call) return true;
  for (let around: Element | null = element; around; around = around.parentElement)
    if ((own.get(around) ?? 0) > call) return true;
  return false;
}
