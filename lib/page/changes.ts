/** In which call of the observer something changed last in what an element is, or where it hangs. */
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
}

/** Things changed that nobody told of one by one: nothing is believed to be as it was. */
export function missChanges(): void {
  calls += 1;
  missed = calls;
}

/** The present, as `isChangedAround` takes it. */
export const presentCall = () => calls;

/** Did anything change after a call in what an element is, or in what is around it? */
export function isChangedAround(element: Element, call: number): boolean {
  if (missed > call) return true;
  for (let around: Element | null = element; around; around = around.parentElement)
    if ((own.get(around) ?? 0) > call) return true;
  return false;
}
