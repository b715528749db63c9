// Ways to check what dbt answers, on one page of models as the Discovery API gives it: `JSON.parse` alone, and with a shape.
import * as v from 'valibot';
import * as zod from 'zod';
import * as mini from 'zod/mini';

const column = { name: '', type: '', description: '' };
const page = JSON.stringify({
  edges: Array.from({ length: 500 }, (_, at) => ({
    node: {
      uniqueId: `model.shop.m_${at}`,
      name: `m_${at}`,
      database: 'analytics',
      schema: 'marts',
      description: 'One row per case that the shop knows of. '.repeat(6),
      tags: ['nightly'],
      columns: Array.from({ length: 14 }, (_, index) => ({ ...column, name: `c_${index}`, type: 'NUMBER' })),
    },
  })),
});

const shapeOf = (kit) =>
  kit.object({
    edges: kit.array(
      kit.object({
        node: kit.object({
          uniqueId: kit.string(),
          name: kit.string(),
          database: kit.string(),
          schema: kit.string(),
          description: kit.string(),
          tags: kit.array(kit.string()),
          columns: kit.array(kit.object({ name: kit.string(), type: kit.string(), description: kit.string() })),
        }),
      }),
    ),
  });
const [full, small, other] = [shapeOf(zod), shapeOf(mini), shapeOf(v)];

export const ways = {
  'JSON.parse': () => JSON.parse(page),
  'zod/mini': () => small.parse(JSON.parse(page)),
  zod: () => full.parse(JSON.parse(page)),
  valibot: () => v.parse(other, JSON.parse(page)),
};
