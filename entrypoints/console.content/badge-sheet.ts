import { badgeCss } from '../../components/badge-shapes';
import { addStyle } from '../../components/own-style';

let sheet: CSSStyleSheet | undefined;

/** One constructed sheet for all badges of a page. Firefox refuses those of content scripts: then each root has a sheet of its own. */
export function styleBadge(root: ShadowRoot): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(badgeCss);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    addStyle(root, badgeCss);
  }
}
