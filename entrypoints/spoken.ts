import { browser } from 'wxt/browser';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { spokenName } from '../components/health-words';
import type { Resolution } from '../lib/model';
import { nodesOf } from '../lib/page/answered';
import { useTranslator, words } from '../lib/words';

/** What a screen reader says: each node's name and state. */
function spokenOf(resolution: Resolution, now: number): string {
  const nodes = nodesOf(resolution).map((node) => spokenName(node, now));
  return resolution.status === 'ambiguous' ? words('badgeAmbiguous', nodes.length, nodes.join('; ')) : (nodes[0] ?? '');
}

/** Put beside the content script when the first badges are drawn: their sentences may be a moment late. */
export default defineUnlistedScript(() => {
  // A bundle of its own has its own copy of `words`.
  useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
  globalThis.sidelightSpoken = spokenOf;
});
