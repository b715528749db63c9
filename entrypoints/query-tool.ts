import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { consoleAt } from '../lib/consoles';
import { queryTexts } from '../lib/page/query-text';
import { sessionOf } from '../lib/page/session';

/** Run in a frame by the side panel, whenever it shows a query; what it gives goes back to the panel. Leaves nothing behind. */
export default defineUnlistedScript(() => {
  const console = consoleAt(new URL(document.location.href), document);
  return queryTexts(document, (editor) => (console ? sessionOf(document, console, console.dialect, editor) : {}));
});
