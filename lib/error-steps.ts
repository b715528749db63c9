import { browser } from 'wxt/browser';
import { askForAccess } from './ask-access';
import type { ErrorAction } from './errors';
import type { Connection } from './model';
import { openPage } from './open-page';
import { syncNow } from './sync-now';

/** Takes the next step about a connection's error: here where that is possible, else on the page that takes it. To be called in a click. */
export async function takeStep(action: ErrorAction, connection: Connection): Promise<void> {
  const { id, source } = connection;
  if (action === 'retry') return await syncNow(id);
  if (action === 'allow') {
    // Where somebody refuses, the note that offers this stays as it is.
    return await askForAccess(connection).then(
      () => syncNow(id),
      () => undefined,
    );
  }
  if (action === 'replace-token') return openPage(`options.html#token=${encodeURIComponent(id)}`);
  if (action === 'open-dbt' && source.kind === 'dbt-cloud') {
    await browser.tabs.create({ url: source.accessUrl });
    return;
  }
  openPage(action === 'report' ? 'options.html#diagnostics' : `options.html#edit=${encodeURIComponent(id)}`);
}
