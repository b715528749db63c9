import { AppError } from './errors';
import type { Connection } from './model';
import { changeStatus, readConnectionIds, readConnections, writeConnection } from './settings';
import { announceFailure, withoutError } from './status';
import { withoutSync } from './sync';
import { tidy } from './tidy';
import { deleteStrayTokens, hasAnyToken, readToken } from './tokens';
import { words } from './words';

/**
 * Keeps connections that came in a settings file, none of them with a token. One whose addresses or account are others than
 * those its token was given for loses that token. What people have to do next is in the statuses; the sentences are given too.
 * `ready`: ids of those that can be synced.
 */
export async function adopt(connections: Connection[], now: number): Promise<{ sentences: string[]; ready: string[] }> {
  return await navigator.locks.request('connections', async () => {
    const sentences: string[] = [];
    const ready: string[] = [];
    for (const connection of connections) {
      const hadToken = await hasAnyToken(connection.id);
      await withoutSync(connection.id, async () => {
        await writeConnection(connection);
        await tidy(connection);
      });
      await changeStatus(connection.id, withoutError);
      if (connection.source.kind !== 'dbt-cloud' || (await readToken(connection))) {
        ready.push(connection.id);
        continue;
      }
      const sentence = words(hadToken ? 'bgTokenMoved' : 'bgTokenMissing', connection.name);
      sentences.push(sentence);
      await announceFailure(connection.id, new AppError('no-token', sentence), now);
    }
    await deleteStrayTokens(await readConnections(), await readConnectionIds());
    return { sentences, ready };
  });
}
