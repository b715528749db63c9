import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../../lib/database';
import { generateProject } from '../dbt-cloud/generate-project';
import { smallEnvironment } from '../dbt-cloud/small-platform';
import { type SyncedRig, syncedRig } from '../lib/synced-rig';

let rig: SyncedRig;

beforeEach(async () => {
  rig = await syncedRig();
});

describe('a whole sync of a large project', () => {
  it.each([501, 5000, 20_000])(
    'N16: has all of %i models with ten columns each, as many as dbt counts',
    async (models) => {
      // Ten columns on average: 200,000 in the largest.
      const size = { models, columns: 10, sources: 20, seeds: 5, snapshots: 5 };
      rig.platform.setArtifacts(smallEnvironment, generateProject(size));
      const { error, nodeCount } = await rig.sync('asked');
      expect(error).toBeUndefined();
      expect(nodeCount).toBe(models + 30);
      const scope = IDBKeyRange.bound(['prod#2'], ['prod#2', []]);
      const records = await useDatabase((base) => base.getAll('badges', scope));
      expect(records.join('').split('"uniqueId":').length - 1).toBe(nodeCount);
    },
  );
});
