import { spokenName } from '../../components/health-words';
import type { Resolution } from '../../lib/model';
import { nodesOf } from '../../lib/page/answered';
import { words } from '../../lib/words';

/** A badge gets its name at the latest after this, however busy the page is. */
const latestMs = 500;

/** What a screen reader says: each node's name and state. */
function spokenOf(resolution: Resolution, now: number): string {
  const nodes = nodesOf(resolution).map((node) => spokenName(node, now));
  return resolution.status === 'ambiguous' ? words('badgeAmbiguous', nodes.length, nodes.join('; ')) : (nodes[0] ?? '');
}

const waiting = new Map<HTMLElement, Resolution>();

/** Until it is idle: the words for times and numbers cost more than the badge, and nobody reads them before the next frame. */
function whenIdle(run: (deadline?: IdleDeadline) => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: latestMs });
  else setTimeout(run, 0);
}

function speak(deadline?: IdleDeadline): void {
  const now = Date.now();
  for (const [button, resolution] of waiting) {
    waiting.delete(button);
    if (button.isConnected) button.setAttribute('aria-label', spokenOf(resolution, now));
    if (deadline && deadline.timeRemaining() < 1) break;
  }
  if (waiting.size > 0) whenIdle(speak);
}

/** Gives a badge's button its spoken name as soon as the page has a moment. */
export function speakLater(button: HTMLElement, resolution: Resolution): void {
  if (waiting.size === 0) whenIdle(speak);
  waiting.set(button, resolution);
}
