import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { editors } from '../lib/page/readers/editors';

/** Put beside the content script where an editor is seen: pages without one never carry the reader of SQL. */
export default defineUnlistedScript(() => {
  globalThis.sidelightEditors = editors;
});
