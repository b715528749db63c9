/**
 * Gives a shadow root of ours its sheet: a `<style>` (adopted sheets are unreliable in Firefox content scripts), or an adopted
 * sheet on the extension's own pages, whose policy allows no `<style>`.
 */
export function addStyle(root: ShadowRoot, css: string): void {
  if (root.ownerDocument.location.protocol.endsWith('-extension:')) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = root.ownerDocument.createElement('style');
  style.textContent = css;
  root.append(style);
}
