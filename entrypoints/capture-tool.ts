import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { capture } from '../lib/page/capture';

/** Put beside the content script when somebody captures a page: until then no page carries this code. */
export default defineUnlistedScript(() => {
  globalThis.sidelightCapture = capture;
});
