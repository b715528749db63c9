import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { words } from '../../lib/words';

/** Firefox's way to its page of shortcuts; the types do not know it. */
type ShortcutSettings = { openShortcutSettings?: () => Promise<void> };

/** The keys that open a card without a pointer, as the browser has them now, and the way to other ones. */
export function Shortcut() {
  const [keys, setKeys] = useState<string>();
  useEffect(() => {
    const read = () =>
      void browser.commands.getAll().then((commands) => {
        setKeys(commands.find(({ name }) => name === 'open-card')?.shortcut ?? '');
      });
    read();
    // They are changed on a page of the browser's own.
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, []);
  if (keys === undefined) return undefined;
  return (
    <div class="form-row">
      <h3>{words('optionsShortcut')}</h3>
      <p class="shortcut">
        {keys === '' ? words('optionsShortcutNone') : <kbd class="mono">{keys}</kbd>}
        <button type="button" class="button" onClick={change}>
          {words('optionsShortcutChange')}
        </button>
      </p>
      <p class="form-hint">{words('optionsShortcutHint')}</p>
    </div>
  );
}

function change(): void {
  const { openShortcutSettings } = browser.commands as ShortcutSettings; // as: see above
  if (openShortcutSettings) void openShortcutSettings();
  else void browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
