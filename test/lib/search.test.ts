import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundNode, searchableIn, searchIn, searchRecord } from '../../lib/search';
import { mergeNames, namesOf } from '../../lib/vocabulary';
import { groupsIn } from '../grouped-names';
import { aNode } from './stand-ins';

const nodes = [
  aNode('fct_orders', { description: 'Every order.', columns: [{ name: 'CUSTOMER_ID', description: 'Who bought' }] }),
  aNode('dim_customers', { tags: ['finance'] }),
  aNode('dim_customers_history'),
];
const records = [searchRecord(nodes.slice(0, 2)), searchRecord(nodes.slice(2))];
const found = (question: string, limit = 10) =>
  searchIn(searchableIn(records), question, limit).map((key) => key.split('.').at(-1));

describe('search', () => {
  it('finds names before columns and descriptions, shorter names first, in any case', () => {
    expect(found('CUSTOMER')).toEqual(['dim_customers', 'dim_customers_history', 'fct_orders']);
  });

  it('has what is called as asked before all else, however long its schema is and whatever else the word is part of', () => {
    const place = (name: string, schema: string) => ({ relation: { name, schema, database: 'shop', isExact: true } });
    const made = searchableIn([
      searchRecord([
        aNode('stg_orders', place('STG_ORDERS', 'X')),
        aNode('refunds', place('REFUNDS', 'ORDERS')),
        aNode('orders', place('ORDERS', 'A_SCHEMA_WITH_A_LONG_NAME')),
        aNode('customers_v2', place('CUSTOMERS', 'A_SCHEMA_WITH_A_LONG_NAME')),
      ]),
    ]);
    const names = (question: string, limit = 10) => searchIn(made, question, limit).map((key) => key.split('.').at(-1));
    expect(names('orders')).toEqual(['orders', 'refunds', 'stg_orders']);
    expect(names('Orders', 1)).toEqual(['orders']);
    expect(names('customers')).toEqual(['customers_v2']);
    expect(names('"SHOP"."A_SCHEMA_WITH_A_LONG_NAME"."ORDERS"')).toEqual(['orders']);
    expect(names('x.stg_orders')).toEqual(['stg_orders']);
  });

  it('wants every word, wherever it stands', () => {
    expect(found('orders bought')).toEqual(['fct_orders']);
    expect(found('finance')).toEqual(['dim_customers']);
    expect(found('orders finance')).toEqual([]);
  });

  it('finds a name as it is pasted from a query: with its schema, and in quotes', () => {
    const { schema = '' } = nodes[0]?.relation ?? {};
    expect(found(`${schema}.fct_orders`)).toEqual(['fct_orders']);
    expect(found(`"${schema}"."FCT_ORDERS"`)).toEqual(['fct_orders']);
    expect(found(`\`${schema}.fct_orders\``)).toEqual(['fct_orders']);
    expect(found('"')).toEqual([]);
  });

  it('gives no more than asked for, and nothing for no words', () => {
    expect(found('customer', 1)).toEqual(['dim_customers']);
    expect(found('   ')).toEqual([]);
  });

  it('tells of a node only the columns, tags and texts in which a word stands', () => {
    const node = aNode('fct_orders', {
      description: 'Every order.',
      columns: [{ name: 'CUSTOMER_ID' }, { name: 'NOTE', description: "the customer's" }, { name: 'AMOUNT' }],
      tags: ['finance', 'customers'],
    });
    expect(foundNode(node, 'Customer')).toEqual({
      key: node.key,
      type: node.type,
      name: node.name,
      relation: node.relation,
      columns: node.columns.slice(0, 2),
      tags: ['customers'],
    });
    expect(foundNode(node, 'ORDER')).toMatchObject({ description: 'Every order.', columns: [], tags: [] });
  });

  it('does not look into keys, and not from one node into the next', () => {
    expect(found('prod:model')).toEqual([]);
    expect(found('bought dim')).toEqual([]);
  });

  it('finds what plain includes would find, whatever stands in the texts', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', '\u0001', '\u0002', '\n'), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 6 }),
        fc.array(word, { maxLength: 3 }),
        (texts, asked) => {
          const made = texts.map(([name, description], at) =>
            aNode(`n${at}`, { relation: { name, isExact: true }, description }),
          );
          const plain = (text: string) => text.replaceAll('\u0001', ' ').replaceAll('\u0002', ' ').toLowerCase();
          const wanted = plain(asked.join(' '))
            .split(/[\s."`]+/)
            .filter(Boolean);
          const expected = made.filter(({ name, relation, description = '' }) =>
            wanted.every((one) => plain(`${name} ${relation.name}\n${description}`).includes(one)),
          );
          const keys = searchIn(searchableIn([searchRecord(made)]), asked.join(' '), 10);
          expect(keys.toSorted()).toEqual(wanted.length === 0 ? [] : expected.map(({ key }) => key));
        },
      ),
    );
  });
});

describe('the names of a generation', () => {
  const relation = (name: string, schema?: string) => ({ name, ...(schema && { schema }), isExact: true });

  it('are grouped by schema, each once, whatever the order of the nodes', async () => {
    const relations = [relation('B', 'X'), relation('A', 'X'), relation('A'), relation('A', 'X')];
    const names = await namesOf('postgres', relations);
    expect(groupsIn(mergeNames('postgres', [names]))).toEqual([
      { isExact: true, names: ['A'] },
      { schema: 'X', isExact: true, names: ['A', 'B'] },
    ]);
    expect(await namesOf('postgres', relations.toReversed())).toEqual(names);
  });

  it('have another version as soon as one of them changes', async () => {
    const { version } = await namesOf('postgres', [relation('A', 'X')]);
    expect((await namesOf('postgres', [relation('a', 'X')])).version).not.toBe(version);
    expect((await namesOf('postgres', [relation('A', 'Y')])).version).not.toBe(version);
  });
});
