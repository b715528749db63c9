import type { Detection, TableRef } from '../../model';
import { labelText } from '../names';
import { trusted } from '../place';
import type { Reader, Scene } from './reader';

/** Does a link's own text speak of the table, in full or cut short? Other links to it ("Alter", "Data") carry no badge. */
function isNamedBy(text: string, ref: TableRef): boolean {
  const shown = labelText(text).replace(/^\./, '');
  const full = [ref.database, ref.schema, ref.name].filter(Boolean).join('.');
  if (shown === ref.name || (shown !== '' && full.endsWith(`.${shown}`))) return true;
  const cut = /^(.+?)(?:…|\.\.\.)/.exec(shown)?.[1];
  return cut !== undefined && cut.length >= 3 && ref.name.startsWith(cut);
}

function readLink(link: HTMLAnchorElement, scene: Scene): Detection | undefined {
  const { console, names } = scene;
  const href = link.getAttribute('href');
  if (!console?.tableAt || !href || !URL.canParse(href, scene.document.baseURI)) return undefined;
  const seen = console.tableAt(new URL(href, scene.document.baseURI), labelText(link.textContent ?? ''));
  if (!seen || !names.hasTable(seen.name) || !isNamedBy(link.textContent ?? '', seen)) return undefined;
  const ref = trusted(seen, names, scene.around);
  if (!ref) return undefined;
  return {
    reader: 'links',
    evidence: `link: ${href.slice(0, 200)}`,
    label: labelText(link.textContent ?? ''),
    ref,
    anchor: link,
  };
}

/** Links whose address names a table: the whole name, in any layout. */
export const links: Reader = {
  id: 'links',
  *read(scene) {
    for (const link of scene.sight.links) yield readLink(link, scene);
  },
};
