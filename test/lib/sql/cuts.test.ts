import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { corpora } from './corpora';
import { halfTyped, windows } from './cuts';
import { ours, score } from './score';

describe.each(Object.keys(corpora) as DialectId[])('texts made from the corpus of %s', (dialect) => {
  it.each([
    ['what is typed so far, blank by blank', halfTyped(corpora[dialect], dialect, 1), 700, 0.99],
    ['what an editor shows from the middle of a statement on', windows(corpora[dialect], dialect, 1), 15, 0.97],
  ] as const)('are read well: %s', (_what, texts, least, bar) => {
    expect(texts.length).toBeGreaterThanOrEqual(least);
    const { f1, misses } = score(texts, dialect, ours);
    expect(f1, `F1 ${f1}\n${misses.join('\n')}`).toBeGreaterThanOrEqual(bar);
  });
});
