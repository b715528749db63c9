import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { corpora } from './corpora';
import { ours, score, type TextKind } from './score';

const bars: Record<TextKind, number> = { valid: 0.99, 'half-typed': 0.97, window: 0.97 };

describe.each(Object.entries(corpora))('the corpus of %s', (id, texts) => {
  // Object.entries widens the keys to string.
  const dialect = id as DialectId;

  it('has at least 80 texts', () => {
    expect(texts.length).toBeGreaterThanOrEqual(80);
  });

  it('is read with an F1 of at least 0.99', () => {
    const { f1, misses } = score(texts, dialect, ours);
    expect(f1, `F1 ${f1}\n${misses.join('\n')}`).toBeGreaterThanOrEqual(0.99);
  });

  it.each(Object.entries(bars))('is read well where texts are %s', (kind, bar) => {
    const { f1, misses } = score(
      texts.filter((text) => text.kind === kind),
      dialect,
      ours,
    );
    expect(f1, `F1 ${f1}\n${misses.join('\n')}`).toBeGreaterThanOrEqual(bar);
  });
});
