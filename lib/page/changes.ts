/** In which call of the observer something changed last in what an element is, or where it hangs. */
const own = new WeakMap<Element, number>();
let calls = 0;
let missed = 0;

/** Begins a call of the observer. */
export function nextCall(): void {
  calls += 1;
}

/** In a style, how far what an element holds is pushed down: virtual lists are scrolled by it. */
const push = /((^|; ?)(transform: ?translate(Y|3d)?\(|padding-(top|bottom): ?))[^;()]*(?=\)?(;|$))/g;

/** Did an element's style change in nothing but that? */
function isPushed({ attributeName, oldValue }: MutationRecord, element: Element): boolean {
  // Most styles that change are rows' own: those are not asked for.
  if (attributeName !== 'style' || !oldValue || oldValue.search(push) < 0) return false;
  return oldValue.replace(push, '$1') === element.getAttribute('style')?.replace(push, '$1');
}

/** Notes what a call tells. `element`: where it happened. */
export function noteChange(record: MutationRecord, element: Element): void {
  const { type, addedNodes } = record;
  if (type === 'attributes' && !isPushed(record, element)) own.set(element, calls);
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
