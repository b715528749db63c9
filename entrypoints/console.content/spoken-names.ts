import { send } from '../../lib/messages/client';
import type { Resolution } from '../../lib/model';
import { nodesOf } from '../../lib/page/answered';

/** A badge gets its sentence at the latest after this, however busy the page is. */
const latestMs = 500;

/** An idle browser grants 50 ms at once, but a click may come in the midst of them. */
const pieceMs = 2;

const waiting = new Map<HTMLElement, Resolution>();
let isDue = false;
/** Of the part that makes sentences. Where the browser lets no script follow, badges keep their bare names. */
let state: 'unasked' | 'asked' | 'refused' = 'unasked';

/** When it is idle: the words for times and numbers cost more than the badge, and nobody reads them before the next frame. */
function whenIdle(): void {
  if (isDue) return;
  isDue = true;
  if (typeof requestIdleCallback === 'function') requestIdleCallback(speak, { timeout: latestMs });
  else setTimeout(speak, 0);
}

async function bring(): Promise<void> {
  if (state === 'asked') return;
  state = 'asked';
  await send('bring', { part: 'spoken' }).catch(() => undefined);
  if (globalThis.sidelightSpoken) return whenIdle();
  state = 'refused';
  waiting.clear();
}

function speak(): void {
  isDue = false;
  const spokenOf = globalThis.sidelightSpoken;
  if (!spokenOf) {
    void bring();
    return;
  }
  const now = Date.now();
  const started = performance.now();
  for (const [button, resolution] of waiting) {
    waiting.delete(button);
    if (button.isConnected) button.setAttribute('aria-label', spokenOf(resolution, now));
    if (performance.now() - started > pieceMs) break;
  }
  if (waiting.size > 0) whenIdle();
}

/** Gives a badge's button the bare name at once, and what a screen reader says of it as soon as the page has a moment. */
export function speakLater(button: HTMLElement, resolution: Resolution): void {
  const names = nodesOf(resolution).map(({ name }) => name);
  button.setAttribute('aria-label', [...new Set(names)].join(', '));
  if (state === 'refused') return;
  waiting.set(button, resolution);
  whenIdle();
}
