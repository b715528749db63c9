import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tidyToken } from '../../lib/connect';

describe('S16: what was pasted as a token', () => {
  it.each([
    ['Bearer dbtc_abcDEF-123', 'dbtc_abcDEF-123'],
    ['Authorization: Token dbtu_abcDEF123', 'dbtu_abcDEF123'],
    ['  dbtc_abcDEF123\r\n', 'dbtc_abcDEF123'],
    ['"dbtc_abcDEF123"', 'dbtc_abcDEF123'],
    ["'dbtc_abcDEF123'\n", 'dbtc_abcDEF123'],
    ['\u200Bdbtc_abc\u200DDEF123\uFEFF', 'dbtc_abcDEF123'],
    ['DBT_TOKEN=dbtc_abcDEF123', 'dbtc_abcDEF123'],
    ['export DBT_CLOUD_API_TOKEN="dbtc_abcDEF-1="', 'dbtc_abcDEF-1='],
    ['$env:DBT_TOKEN = "dbtu_abcDEF123"', 'dbtu_abcDEF123'],
    ['"token": "dbtc_abcDEF123"', 'dbtc_abcDEF123'],
    ['0123456789abcdef0123456789abcdef01234567', '0123456789abcdef0123456789abcdef01234567'],
  ])('%j is taken as it was meant', (pasted, token) => {
    expect(tidyToken(pasted)).toBe(token);
  });

  it.each([
    ['nothing', ''],
    ['only the word', 'Bearer '],
    ['somebody’s password', 'hunter2!'],
    ['an HTML page', '<!doctype html><html><body>dbtc_abcdef</body></html>'],
    ['two lines', 'dbtc_abcdef\ndbtc_ghijkl'],
    ['300 KB', 'dbtc_'.padEnd(300_000, 'x')],
    ['an address', 'https://ab123.us1.dbt.com/settings/profile'],
    ['letters of another alphabet', 'dbtc_токен-токен-токен'],
  ])('%s is refused', (_what, pasted) => {
    expect(() => tidyToken(pasted)).toThrow('bgTokenOdd');
  });

  it('is either a header-safe token or refused, and the refusal never quotes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 5, maxLength: 200 }), (pasted) => {
        try {
          expect(tidyToken(pasted)).toMatch(/^[\x21-\x7e]+$/);
        } catch (thrown) {
          expect(thrown).toMatchObject({ kind: 'unauthorized', message: 'bgTokenOdd' });
        }
      }),
    );
  });
});
