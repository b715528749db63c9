import { describe, expect, it } from 'vitest';
import { connectionsAt, hostsOf, sitesOf } from '../../lib/sites';
import { aCloudConnection, aConnection } from './stand-ins';

describe('sites', () => {
  it.each<[string, string, boolean]>([
    ['https://app.snowflake.com/*', 'https://app.snowflake.com/org/account/#/data', true],
    ['https://app.snowflake.com/*', 'http://app.snowflake.com/', false],
    ['https://app.snowflake.com/*', 'https://app.snowflake.com.evil.example/', false],
    ['https://*.snowflakecomputing.com/*', 'https://ab.eu.snowflakecomputing.com/console', true],
    ['https://*.snowflakecomputing.com/*', 'https://evilsnowflakecomputing.com/', false],
    ['https://console.cloud.google.com/bigquery*', 'https://console.cloud.google.com/bigquery?project=p', true],
    ['https://console.cloud.google.com/bigquery*', 'https://console.cloud.google.com/compute', false],
    ['http://localhost:8080/*', 'http://localhost:8080/adminer', true],
    ['http://localhost:8080/*', 'http://localhost:9090/adminer', false],
    ['http://localhost/*', 'http://localhost:8080/adminer', true],
    ['nonsense', 'https://app.snowflake.com/', false],
    ['https://app.snowflake.com/*', 'nonsense', false],
  ])('%s and %s: %s', (site, address, isThere) => {
    expect(connectionsAt([aConnection({ sites: [site] })], address)).toHaveLength(isThere ? 1 : 0);
  });

  it('narrow a connection to addresses that hold one of its texts, in any case', () => {
    const narrow = aConnection({ onlyWhere: ['/ORG/prod', '/org/other'] });
    expect(connectionsAt([narrow], 'https://app.snowflake.com/org/PROD/#/data')).toEqual([narrow]);
    expect(connectionsAt([narrow], 'https://app.snowflake.com/org/dev/#/data')).toEqual([]);
  });

  it('are asked for once each, without ports, which browsers do not know', () => {
    const connections = [
      aConnection({ sites: ['http://localhost:8080/*', 'https://b.example/*'] }),
      aConnection({ sites: ['http://localhost:9090/*'] }),
    ];
    expect(sitesOf(connections)).toEqual(['http://localhost/*', 'https://b.example/*']);
  });

  it('of dbt are the hosts of both APIs, or of the artifacts, or none for dropped files', () => {
    expect(hostsOf(aCloudConnection())).toEqual([
      'https://ab123.us1.dbt.com/*',
      'https://ab123.metadata.us1.dbt.com/*',
    ]);
    expect(hostsOf(aConnection())).toEqual(['https://docs.example.org/*']);
    expect(hostsOf(aConnection({ source: { kind: 'artifacts', fileNames: ['manifest.json'] } }))).toEqual([]);
  });
});
