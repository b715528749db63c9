import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { cardView } from './card-view';

/** Put beside the content script when somebody first rests on a badge: until then no page carries this code. */
export default defineUnlistedScript(() => {
  globalThis.sidelightCard = cardView;
});
