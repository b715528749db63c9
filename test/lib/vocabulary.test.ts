// @vitest-environment node
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Relation } from '../../lib/model';
import { namesOf } from '../../lib/vocabulary';

const relations: Relation[] = ['ANALYTICS', 'RAW'].flatMap((database) =>
  ['SALES', 'STAGING'].flatMap((schema) =>
    ['ORDERS', 'orders', 'Orders', 'RETURNS'].map((name) => ({ database, schema, name, isExact: true })),
  ),
);

it('the names of a project are the same in whatever order its relations come', async () => {
  const names = await namesOf('snowflake', relations);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(relations, { minLength: relations.length }), async (shuffled) => {
      expect(await namesOf('snowflake', shuffled)).toEqual(names);
    }),
  );
});
