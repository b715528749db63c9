import { asAppError } from './errors';
import { send } from './messages/client';

/** Reads a connection anew. What fails stands in its status, beside its name; only that nobody answered is thrown. */
export async function syncNow(connectionId: string): Promise<void> {
  await send('sync', { connectionId }).catch((thrown: unknown) => {
    if (asAppError(thrown).kind === 'disconnected') throw thrown;
  });
}
