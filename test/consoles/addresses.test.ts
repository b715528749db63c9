// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { consoles } from '../../lib/consoles';

/** A page that has nothing on it, for consoles that are known by their address alone. */
// as: only what a fingerprint asks for
const blank = {
  getElementById: () => null,
  querySelector: () => null,
  getElementsByClassName: () => [],
} as unknown as Document;

function known(id: string) {
  const console = consoles.find((one) => one.id === id);
  if (!console) throw new Error(`No console ${id}`);
  return console;
}

const snowsight = 'https://app.snowflake.com/acme/prod';
const studio = 'https://console.cloud.google.com/bigquery';
const workspace = 'https://dbc-0a1b2c3d-4e5f.cloud.databricks.com';
const adminer = 'https://adminer.example.com/?pgsql=&username=u&db=shop';
const phppgadmin = 'https://db.example.com/tblproperties.php?server=db%3A5432%3Aallow&database=shop';

describe('an address that names a table', () => {
  it.each([
    ['snowflake', `${snowsight}/#/data/databases/ANALYTICS/schemas/SALES/table/ORDERS`, 'ANALYTICS|SALES|ORDERS'],
    ['snowflake', `${snowsight}/#/data/databases/A/schemas/S/dynamic-table/T/data-preview`, 'A|S|T'],
    ['snowflake', `${snowsight}/#/data/databases/A/schemas/S/view/a%2Fb%20%22c%22.d/`, 'A|S|a/b "c".d'],
    [
      'snowflake',
      'https://app.us-east-1.privatelink.snowflakecomputing.com/x/y/#/data/databases/A/schemas/S/table/T',
      'A|S|T',
    ],
    [
      'snowflake',
      'https://app-acme-prod.privatelink.snowflakecomputing.com/x/y/#/data/databases/A/schemas/S/table/T',
      'A|S|T',
    ],
    ['bigquery', `${studio}?project=p-1&ws=!1m5!1m4!4m3!1sp-1!2sd!3st`, 'p-1|d|t'],
    [
      'bigquery',
      `${studio}?project=p-1&ws=%211m5%211m4%214m3%211sp-1%212sd%213sDaily%20Takings`,
      'p-1|d|Daily Takings',
    ],
    ['bigquery', `${studio}?project=p-1&ws=!1m5!1m4!4m3!1s!2sd!3st`, 'p-1|d|t'],
    ['bigquery', `${studio}?ws=!1m5!1m4!4m3!1sp!2sd!3sa*21b*2Ac`, 'p|d|a!b*c'],
    ['bigquery', `${studio}?p=p&d=d&t=t&page=table&project=billing`, 'p|d|t'],
    ['databricks', `${workspace}/explore/data/main/sales/orders?o=456`, 'main|sales|orders'],
    ['databricks', `${workspace}/explore/data/main/sales/with%20blank/`, 'main|sales|with blank'],
    ['adminer', `${adminer}&ns=Lamp+Room&table=Daily+Takings`, 'shop|Lamp Room|Daily Takings'],
    ['adminer', `${adminer}&ns=sales&select=orders&where%5B0%5D%5Bcol%5D=id`, 'shop|sales|orders'],
    ['phppgadmin', `${phppgadmin}&schema=sales&table=orders`, 'shop|sales|orders'],
    ['phppgadmin', `${phppgadmin}&schema=sales&view=popular_lamps`, 'shop|sales|popular_lamps'],
  ])('%s: %s', (id, address, expected) => {
    const ref = known(id).tableAt?.(new URL(address));
    expect([ref?.database, ref?.schema, ref?.name].join('|')).toBe(expected);
  });
});

describe('an address that names no table', () => {
  it.each([
    ['snowflake', `${snowsight}/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/orders.sql`],
    ['snowflake', `${snowsight}/#/data/databases/A/schemas/S`],
    ['snowflake', `${snowsight}/#/data/databases/A/schemas/S/user-function/ORDERS(NUMBER%2C%20DATE)`],
    ['snowflake', `${snowsight}/#/data/databases/A/schemas/S/stage/ORDERS`],
    ['snowflake', 'https://app.snowflake.com.example.com/#/data/databases/A/schemas/S/table/T'],
    ['bigquery', `${studio}?project=p&ws=!1m4!1m3!3m2!1sp!2sd`],
    ['bigquery', `${studio}?project=p&ws=!1m5!1m4!1m3!1sp!2sbquxjob_1_2!3sEU`],
    ['bigquery', `${studio}?project=p&ws=!1m5!1m4!6m3!1sp!2sd!3sr`],
    ['bigquery', `${studio}?project=p&ws=!1m0`],
    ['bigquery', `${studio}?project=p&ws=!1m999!1m4!4m`],
    ['bigquery', `${studio}?p=p&d=d&page=dataset`],
    ['bigquery', 'https://console.cloud.google.com/storage?ws=!1m5!1m4!4m3!1sp!2sd!3st'],
    ['databricks', `${workspace}/explore/data/main/sales`],
    ['databricks', `${workspace}/explore/data/volumes/main/sales`],
    ['databricks', `${workspace}/explore/data/models/main/sales`],
    ['databricks', 'https://docs.gcp.databricks.com/explore/data/main/sales/orders'],
    ['adminer', `${adminer}&ns=&table=orders`],
    ['adminer', 'https://adminer.example.com/?server=db&username=u&db=shop&table=orders'],
    ['phppgadmin', 'https://db.example.com/x.php?server=1&database=shop&schema=sales&table=orders'],
    ['supabase', 'https://supabase.com/dashboard/project/abc/editor/16402?schema=sales'],
  ])('%s: %s', (id, address) => {
    expect(known(id).tableAt?.(new URL(address))).toBeUndefined();
  });
});

it('lists the tables of several tabs, for the address does not say which is in front', () => {
  const url = new URL(`${studio}?project=p&ws=!1m14!1m3!3m2!1sp!2sd!1m4!4m3!1sp!2sd!3sone!1m4!4m3!1sq!2sd!3stwo`);
  expect(known('bigquery').tableAt?.(url)).toBeUndefined();
  expect(known('bigquery').openTables?.(url)).toEqual([
    { database: 'p', schema: 'd', name: 'one' },
    { database: 'q', schema: 'd', name: 'two' },
  ]);
});

it("takes a Supabase table's name from its label", () => {
  const url = new URL('https://supabase.com/dashboard/project/abc/editor/16402?schema=sales');
  expect(known('supabase').tableAt?.(url, 'orders')).toEqual({ schema: 'sales', name: 'orders' });
});

describe('a host', () => {
  it.each([
    ['https://community.cloud.databricks.com/', ['databricks']],
    ['https://adb-1.7.azuredatabricks.net/', ['databricks']],
    ['https://1234.5.gcp.databricks.com/', ['databricks']],
    ['https://adb-1.7.databricks.azure.us/', ['databricks']],
    ['https://x.cloud.databricks.us/', ['databricks']],
    ['https://accounts.cloud.databricks.com/', []],
    ['https://accounts-dod.cloud.databricks.us/', []],
    ['https://databricks-prod-cloudfront.cloud.databricks.com/', []],
    ['https://x.databricksapps.com/', []],
    ['https://console.aws.amazon.com/sqlworkbench/home', ['redshift-qe2']],
    ['https://1-a.eu-west-1.console.aws.amazon.com/sqlworkbench/home', ['redshift-qe2']],
    ['https://us-gov-east-1.console.amazonaws-us-gov.com/redshiftv2/home', ['redshift-qe1']],
    ['https://cn-north-1.console.amazonaws.cn/sqlworkbench/home', ['redshift-qe2']],
    ['https://eu-west-1.console.aws.amazon.com/s3/home', []],
    ['https://dzd_abc.sagemaker.eu-west-1.on.aws/', ['sagemaker-unified-studio']],
    ['https://abc.lambda-url.eu-west-1.on.aws/', []],
    ['https://console.cloud.google.com/sql/instances/shop/studio', ['cloud-sql-studio']],
    ['https://console.cloud.google.com/sql/instances', []],
    ['https://console.cloud.google.com/bigquery/agents_hub', ['bigquery']],
    ['https://console.cloud.google.com/bigquerylike', []],
    ['https://apps-api.c1.eu.aws.app.snowflake.com/', []],
    ['https://acme.snowflakecomputing.com/console/login', []],
    ['https://supabase.com/docs', []],
  ])('%s belongs to %j', (address, ids) => {
    const claiming = consoles.filter((console) => console.isConsole(new URL(address), blank));
    expect(claiming.map(({ id }) => id)).toEqual(ids);
  });
});
