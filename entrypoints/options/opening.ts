import type { ConnectionDraft } from '../../components/connection-draft';
import { choices } from '../../lib/consoles/choices';
import type { Preferences } from '../../lib/model';
import { connectionsAt } from '../../lib/sites';

/** What somebody wanted when this page was opened from another one: `#add=<address>`, `#edit=<id>`, `#token=<id>`. */
export type Opening = { add?: string; edit?: string; token?: string };

export function openingAt(hash: string): Opening {
  const wanted = new URLSearchParams(hash.replace(/^#/, ''));
  return Object.fromEntries(
    ['add', 'edit', 'token'].flatMap((key) => (wanted.has(key) ? [[key, wanted.get(key)]] : [])),
  );
}

/** What a new connection's form begins with: the page somebody came from, and the chosen style of links. */
export function startOf(address: string | undefined, { linkStyle }: Preferences): Partial<ConnectionDraft> {
  if (address === undefined) return { linkStyle };
  const places = choices.map(({ id, dialect, addresses }) => ({ id, dialect, sites: addresses, onlyWhere: [] }));
  const [known] = connectionsAt(places, address);
  if (known) return { linkStyle, dialect: known.dialect, consoleIds: [known.id] };
  return { linkStyle, dialect: 'postgres', consoleIds: [], ownSite: address };
}
