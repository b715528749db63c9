import { browser } from 'wxt/browser';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { useTranslator } from '../../lib/words';
import { cardView } from './card-view';
import { warningMark } from './warning-mark';

/** Put beside the content script when somebody first rests on a badge, or a warning is due: until then no page carries this code. */
export default defineUnlistedScript(() => {
  // A bundle of its own has its own copy of `words`.
  useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
  globalThis.sidelightCard = cardView;
  globalThis.sidelightWarning = warningMark;
});
