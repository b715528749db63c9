import { browser } from 'wxt/browser';
import { type ConnectTools, disconnect, sweep } from './connect';
import { AppError } from './errors';
import { forgetPauses } from './pauses';
import { readConnectionIds, readConnections } from './settings';
import { announceFailure } from './status';
import { withoutSync } from './sync';
import { deleteTokens } from './tokens';
import { words } from './words';

/** Forgets the token of a connection and leaves the rest: what was read from dbt is still shown. */
export async function forgetToken(tools: ConnectTools, connectionId: string): Promise<void> {
  const connection = (await readConnections()).find(({ id }) => id === connectionId);
  await withoutSync(connectionId, () => deleteTokens(connectionId));
  if (!connection) return;
  const missing = new AppError('no-token', words('bgTokenMissing', connection.name));
  await announceFailure(connectionId, missing, tools.now());
}

/** Forgets everything that people gave or chose and everything that was read from dbt. */
export async function forgetAll(tools: ConnectTools): Promise<void> {
  for (const id of await readConnectionIds()) await disconnect(tools, id);
  // What a worker left that died over a connection is of none
  await sweep();
  await forgetPauses();
  await browser.storage.local.clear();
  await browser.storage.session.clear();
}
