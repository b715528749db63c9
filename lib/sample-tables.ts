/** What the sample project's invented lamp shop has in its warehouse, schema by schema. */

type Check = { kind: string; column: string; failures?: number };
export type Table = {
  type: 'model' | 'source';
  schema: string;
  name: string;
  description: string;
  columns: [name: string, type: string, description: string][];
  from?: string[];
  checks?: Check[];
  /** Hours since its data were loaded; sources only. */
  loaded?: number;
  /** What dbt said when the last run failed. */
  error?: string;
};

const key: Check[] = [
  { kind: 'unique', column: 'id' },
  { kind: 'not_null', column: 'id' },
];

export const sampleDatabase = 'lampshop';

/** Sources first. */
export const sampleTables: Table[] = [
  {
    type: 'source',
    schema: 'raw',
    name: 'web_orders',
    description: 'Orders as the web shop writes them, every hour.',
    columns: [
      ['id', 'bigint', 'Number of the order.'],
      ['placed_at', 'timestamp', 'When it was placed.'],
    ],
    loaded: 1,
  },
  {
    type: 'source',
    schema: 'raw',
    name: 'card_payments',
    description: 'Payments by card. The bank delivers them **three times a day**.',
    columns: [
      ['id', 'bigint', 'Number of the payment.'],
      ['order_id', 'bigint', 'The order that was paid.'],
    ],
    loaded: 17,
  },
  {
    type: 'model',
    schema: 'staging',
    name: 'stg_orders',
    description: 'Orders of the web shop, cleaned: test orders are left out.',
    columns: [['id', 'bigint', 'Number of the order.']],
    from: ['raw.web_orders'],
    checks: key,
  },
  {
    type: 'model',
    schema: 'staging',
    name: 'stg_payments',
    description: 'Payments by card, one row each.',
    columns: [['id', 'bigint', 'Number of the payment.']],
    from: ['raw.card_payments'],
    checks: key,
  },
  {
    type: 'model',
    schema: 'shop',
    name: 'customers',
    description: 'Everybody who ever ordered a lamp, with the first and last order.',
    columns: [
      ['id', 'bigint', 'Number of the customer.'],
      ['town', 'text', 'Where the last lamp was sent.'],
    ],
    from: ['staging.stg_orders'],
    checks: key,
  },
  {
    type: 'model',
    schema: 'shop',
    name: 'orders',
    description: 'One row per order, with its customer and what was paid. Start here for takings.',
    columns: [
      ['id', 'bigint', 'Number of the order.'],
      ['customer_id', 'bigint', 'Who ordered.'],
      ['total', 'numeric', 'What the order costs, in euros.'],
    ],
    from: ['staging.stg_orders', 'staging.stg_payments'],
    checks: [...key, { kind: 'relationships', column: 'customer_id' }],
  },
  {
    type: 'model',
    schema: 'shop',
    name: 'lamps',
    description: 'Every lamp we sell or sold.',
    columns: [
      ['id', 'bigint', 'Number of the lamp.'],
      ['burns', 'text', 'Oil, wax or electricity.'],
    ],
    checks: [...key, { kind: 'accepted_values', column: 'burns', failures: 3 }],
  },
  {
    type: 'model',
    schema: 'shop',
    name: 'returns',
    description: 'Lamps that came back, and why.',
    columns: [['id', 'bigint', 'Number of the return.']],
    from: ['shop.orders'],
    error: 'Database Error in model returns: column "reason" does not exist',
  },
];
