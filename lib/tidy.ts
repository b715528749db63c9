import type { SyncRecord } from './database';
import { fingerprintOf } from './fingerprint';
import type { Connection } from './model';
import { readStatuses } from './settings';
import { announce, announceNothing } from './status';
import { deleteGeneration, emptyRecord, forgetNodes, readSync, writeSync } from './store';

/**
 * Finishes what a dead worker left: old generations on disk, a status that tells of an older one. What was read with other
 * settings goes: it is of another project, and would be told of this one's tables.
 */
export async function tidy(connection: Connection): Promise<SyncRecord> {
  const record = await readSync(connection.id);
  if (record.live && record.live.source !== fingerprintOf(connection)) {
    await forgetNodes(connection.id);
    await announceNothing(connection.id);
    return emptyRecord;
  }
  for (const generation of record.stale) await deleteGeneration(connection.id, generation);
  const tidied = { ...record, stale: [] };
  if (record.stale.length > 0) await writeSync(connection.id, tidied);
  const told = (await readStatuses()).get(connection.id);
  if (record.live && told?.generation !== record.live.generation) await announce(connection.id, record.live);
  return tidied;
}
