// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, redact } from '../../../../lib/sources/dbt-cloud/redact';

const token = 'dbtc_a+b/c=d0123456789';

describe('redaction', () => {
  it.each([
    [`token ${token} was rejected`, 'token [redacted] was rejected'],
    [`?token=${encodeURIComponent(token)}&x=1`, '?token=[redacted]&x=1'],
    ['another one: dbtu_0123456789abcdef.', 'another one: [redacted].'],
    ['Authorization: Bearer abcdef0123456789abcdef', 'Authorization: [redacted]'],
    ['no service token was provided, an invalid token', 'no service token was provided, an invalid token'],
  ])('S9: %s', (text, clean) => {
    expect(redact(text, token)).toBe(clean);
  });

  it('S9: leaves nothing of the token at any place in any text, also where a text is cut', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 20 }), (before, after) => {
        expect(quote(before + token + after, token)).not.toContain(token.slice(0, 12));
      }),
    );
  });

  it('N12: makes one line of at most 300 characters', () => {
    expect(quote('a\n\n b\t c', undefined)).toBe('a b c');
    expect(quote('y'.repeat(1000), undefined).length).toBe(300);
  });
});
