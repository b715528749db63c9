import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { editors } from '../../lib/page/readers/editors';
import { textMarks } from './text-marks';

/** Put beside the content script where an editor is seen: pages without one never carry the reader of SQL, nor what marks its names. */
export default defineUnlistedScript(() => {
  globalThis.sidelightEditors = editors;
  globalThis.sidelightMarks = textMarks;
});
