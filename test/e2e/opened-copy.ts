import type { Page } from '@playwright/test';
import { insideEach } from './shadow';

/** What is in a closed root of ours, its sheets written out. */
type Copied = { attributes: string; content: string };

function copyOf(this: ShadowRoot, name: string): Copied {
  const sheets = this.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText));
  const wanted = ['data-theme', 'popover'].filter((one) => this.host.hasAttribute(one));
  const attributes = wanted.map((one) => `${one}="${this.host.getAttribute(one) ?? ''}"`).join(' ');
  return { attributes: `${name} ${attributes}`, content: `<style>${sheets.join('\n')}</style>${this.innerHTML}` };
}

/** A page that shows what of ours a page shows, in open roots: checkers of accessibility cannot look into closed ones. */
export async function openedCopy(page: Page): Promise<string> {
  const hosts: string[] = [];
  for (const name of ['dbt-badge', 'dbt-overlay', 'dbt-card']) {
    const copies = await insideEach(page, name, copyOf, name);
    for (const { attributes, content } of copies) {
      hosts.push(`<p><${attributes}><template shadowrootmode="open">${content}</template></${name}></p>`);
    }
  }
  const [background, text] = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  return `<!doctype html><html lang="en"><title>Copy</title><body style="background:${background};color:${text}"><main><h1>Copy</h1>
    ${hosts.join('\n')}</main></body></html>`;
}
