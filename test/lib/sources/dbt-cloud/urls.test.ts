// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoveryUrlOf, linksOf, readDbtAddress } from '../../../../lib/sources/dbt-cloud/urls';
import { settings } from './rig';

describe('the Discovery address of an access URL', () => {
  it.each([
    ['https://ab123.us1.dbt.com', 'https://ab123.metadata.us1.dbt.com/graphql'],
    ['https://ab123.eu4.dbt.com', 'https://ab123.metadata.eu4.dbt.com/graphql'],
    ['https://acme.routing.dbt.com', 'https://acme.metadata.routing.dbt.com/graphql'],
    ['https://cloud.getdbt.com', 'https://metadata.cloud.getdbt.com/graphql'],
    ['https://emea.dbt.com', 'https://metadata.emea.dbt.com/graphql'],
    ['https://au.dbt.com', 'https://metadata.au.dbt.com/graphql'],
    ['https://cloud.acme.getdbt.com', 'https://metadata.cloud.acme.getdbt.com/graphql'],
    ['https://dbt.acme.example', 'https://metadata.dbt.acme.example/graphql'],
  ])('%s → %s', (access, discovery) => {
    expect(discoveryUrlOf(access)).toBe(discovery);
  });
});

describe('reading a pasted address', () => {
  it.each([
    [
      'https://ab1.us1.dbt.com/deploy/12/projects/34/environments/56',
      { accountId: '12', projectId: '34', environmentId: '56' },
    ],
    ['ab1.us1.dbt.com/deploy/12/projects/34/jobs/78', { accountId: '12', projectId: '34', jobId: '78' }],
    [
      'https://ab1.us1.dbt.com/explore/12/projects/34/environments/production/details/model.a.b',
      { accountId: '12', projectId: '34' },
    ],
    ['https://ab1.us1.dbt.com/settings/accounts/12/pages', { accountId: '12' }],
    ['https://ab1.us1.dbt.com/#/accounts/12/projects/34/', { accountId: '12', projectId: '34' }],
    ['https://ab1.us1.dbt.com/accounts/12/jobs/78/docs/#!/model/model.a.b', { accountId: '12', jobId: '78' }],
    ['https://ab1.us1.dbt.com/develop/12/projects/34', { accountId: '12', projectId: '34' }],
    ['https://ab1.us1.dbt.com/next/deploy/12/projects/34/runs/99', { accountId: '12', projectId: '34' }],
    [
      'https://ab1.us1.dbt.com/explore/12/projects/34/environments/56/lineage',
      { accountId: '12', projectId: '34', environmentId: '56' },
    ],
    [
      'https://ab1.us1.dbt.com/deploy/12/projects/34/environments/56/settings',
      { accountId: '12', projectId: '34', environmentId: '56' },
    ],
    ['https://ab1.us1.dbt.com/api/v2/accounts/12/', { accountId: '12' }],
    ['https://ab1.us1.dbt.com/dashboard/12/projects/34', { accountId: '12', projectId: '34' }],
    ['  https://ab1.us1.dbt.com  ', {}],
    ['https://ab1.us1.dbt.com/projects/none/environments/all', {}],
    ['https://ab1.us1.dbt.com/deploy/12/projects/34-x', { accountId: '12' }],
    ['https://ab1.us1.dbt.com/deploy/12/projects/34#jobs', { accountId: '12', projectId: '34' }],
    ['https://ab1.us1.dbt.com/deploy/12/projects/34.', { accountId: '12', projectId: '34' }],
    ['<https://ab1.us1.dbt.com/deploy/12/projects/34>', { accountId: '12', projectId: '34' }],
    ['"https://ab1.us1.dbt.com/deploy/12/projects/34",', { accountId: '12', projectId: '34' }],
    ['dbt: https://ab1.us1.dbt.com/deploy/12/projects/34 (prod)', { accountId: '12', projectId: '34' }],
    ['[our dbt](https://ab1.us1.dbt.com/deploy/12/projects/34)', { accountId: '12', projectId: '34' }],
    ['\u200Bhttps://ab1.us1.dbt.com/deploy/12', { accountId: '12' }],
  ])('finds the ids in %s', (text, ids) => {
    const address = {
      accessUrl: 'https://ab1.us1.dbt.com',
      discoveryUrl: 'https://ab1.metadata.us1.dbt.com/graphql',
      ...ids,
    };
    expect(readDbtAddress(text)).toEqual({ status: 'ok', address });
  });

  it.each([
    ['https://ab1.metadata.us1.dbt.com/graphql', 'https://ab1.us1.dbt.com'],
    ['metadata.cloud.getdbt.com', 'https://cloud.getdbt.com'],
    ['https://ab1.semantic-layer.us1.dbt.com/api/graphql', 'https://ab1.us1.dbt.com'],
    ['https://metadata.emea.dbt.com/graphql', 'https://emea.dbt.com'],
    ['https://metadata.cloud.acme.getdbt.com/beta/graphql', 'https://cloud.acme.getdbt.com'],
  ])('takes a Discovery address %s for its account', (text, accessUrl) => {
    expect(readDbtAddress(text)).toMatchObject({ status: 'ok', address: { accessUrl } });
  });

  it.each([
    ['http://cloud.getdbt.com', 'dbtUrlHttps'],
    ['ftp://cloud.getdbt.com', 'dbtUrlHttps'],
    ['javascript:alert(1)', 'dbtUrlNone'],
    ['https://10.0.0.1/', 'dbtUrlNumbers'],
    ['https://0x7f.1/', 'dbtUrlNumbers'],
    ['https://2130706433/', 'dbtUrlNumbers'],
    ['https://[::1]/', 'dbtUrlNumbers'],
    ['https://me@cloud.getdbt.com/', 'dbtUrlUser'],
    ['https://cloud.getdbt.com@evil.example/', 'dbtUrlUser'],
    ['https://cloud.getdbt.com./', 'dbtUrlNone'],
    ['https://localhost/', 'dbtUrlNone'],
    ['https://login.dbt.com/', 'dbtUrlLogin'],
    ['https://docs.getdbt.com/docs/introduction', 'dbtUrlNone'],
    ['https://www.getdbt.com/', 'dbtUrlNone'],
    ['getdbt.com', 'dbtUrlNone'],
    ['https://status.getdbt.com/', 'dbtUrlNone'],
    ['', 'dbtUrlNone'],
    ['my dbt', 'dbtUrlNone'],
  ])('S18: refuses %s', (text, message) => {
    expect(readDbtAddress(text)).toEqual({ status: 'refused', message });
  });

  it.each([
    ['https://getdbt.com.evil.io', 'dbtUrlLookAlike getdbt.com.evil.io metadata.getdbt.com.evil.io'],
    ['https://cloud-getdbt.com', 'dbtUrlLookAlike cloud-getdbt.com metadata.cloud-getdbt.com'],
    ['https://cloud.gеtdbt.com', 'dbtUrlLookAlike cloud.xn--gtdbt-zwe.com'],
    ['https://cloud.getdbt.com:8443', 'dbtUrlPort cloud.getdbt.com:8443'],
    ['https://platform.acme.example', 'dbtUrlForeign platform.acme.example metadata.platform.acme.example'],
  ])('S18: asks about %s, naming the hosts', (text, question) => {
    const read = readDbtAddress(text);
    expect(read.status).toBe('question');
    expect(read.status === 'question' && read.question).toContain(question);
  });

  it('S18: asks about a typed Discovery address elsewhere, and keeps no path of it', () => {
    expect(readDbtAddress('cloud.getdbt.com', 'https://collector.example/steal')).toMatchObject({
      status: 'question',
      address: { discoveryUrl: 'https://collector.example/graphql' },
    });
  });

  it('S18: never answers with anything but https and a plain host name, whatever is typed', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      '@',
      ':',
      '/',
      '.',
      'dbt.com',
      'getdbt.com',
      'a',
      '127',
      '[',
      '\t',
      '%00',
      '\\',
      '#',
      '?',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const read = readDbtAddress(pieces.join(''));
        if (read.status === 'refused') return;
        for (const url of [read.address.accessUrl, read.address.discoveryUrl]) {
          const { protocol, username, hostname } = new URL(url);
          expect([protocol, username]).toEqual(['https:', '']);
          expect(hostname).toMatch(/^[a-z\d-]+(\.[a-z\d-]+)+$/);
        }
        const hosts = [read.address.accessUrl, read.address.discoveryUrl].map((url) => new URL(url).hostname);
        if (read.status === 'ok') for (const host of hosts) expect(host).toMatch(/\.(get)?dbt\.com$/);
      }),
    );
  });
});

describe('links', () => {
  it('lead to dbt Catalog, with the unique id encoded', () => {
    expect(linksOf(settings).node('source.a.b c/d')).toBe(
      'https://abc.us1.dbt.com/explore/100/projects/200/environments/production/details/source.a.b%20c%2Fd',
    );
  });

  it('have a sign in place of half a character, which no address can hold', () => {
    expect(linksOf(settings).node('model.a.b\uD800')).toMatch(/\/details\/model\.a\.b%EF%BF%BD$/);
  });

  it('lead to the staging environment of a staging connection', () => {
    expect(linksOf({ ...settings, deploymentType: 'staging' }).node('model.a.b')).toContain(
      '/environments/staging/details/model.a.b',
    );
  });

  it('lead to the older docs site when somebody prefers it', () => {
    expect(linksOf({ ...settings, linkStyle: 'docs', docsJobId: '7' }).node('seed.a.b')).toBe(
      'https://abc.us1.dbt.com/accounts/100/jobs/7/docs/#!/seed/seed.a.b',
    );
  });

  it.each([
    { accountId: '1/../..' },
    { accountId: '' },
    { projectId: 'x' },
    { accessUrl: 'http://abc.us1.dbt.com' },
    { accessUrl: 'javascript:0' },
  ])('are not built from %o', (odd) => {
    expect(linksOf({ ...settings, ...odd }).node('model.a.b')).toBeUndefined();
    expect(linksOf({ ...settings, ...odd }).run('5')).toBeUndefined();
  });
});
