import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuildingRecord } from '../../lib/database';
import { pageWriter } from '../../lib/page-writer';
import { type PageRecords, writePages } from '../../lib/store';

vi.mock('../../lib/store', () => ({ writePages: vi.fn() }));

const page = (number: number): PageRecords => ({ page: number, nodes: [], texts: '' });
const recordAt = (pages: number): BuildingRecord => ({
  stale: [],
  building: {
    generation: 1,
    source: '',
    mark: '',
    startedAt: 0,
    pages,
    nodes: 0,
    models: 0,
    isWhole: false,
    isSecondPass: false,
  },
});

/** What was written together: how far the sync was then, and the pages. */
const written = () =>
  vi.mocked(writePages).mock.calls.map(([, { building }, pages]) => [building.pages, pages.map((one) => one.page)]);

/** Ends of the writes that have begun, in their order. */
let ends: { resolve: () => void; reject: (why: Error) => void }[] = [];

beforeEach(() => {
  ends = [];
  vi.mocked(writePages)
    .mockReset()
    .mockImplementation(() => new Promise((resolve, reject) => ends.push({ resolve, reject })));
});

describe('the writer of pages', () => {
  it('writes together, in their order, what came while others were being written', async () => {
    const writer = pageWriter('one');
    await writer.add(recordAt(1), page(1));
    await writer.add(recordAt(2), page(2));
    await writer.add(recordAt(3), page(3));
    expect(written()).toEqual([[1, [1]]]);
    ends[0]?.resolve();
    await vi.waitFor(() => expect(ends).toHaveLength(2));
    await writer.add(recordAt(4), page(4));
    ends[1]?.resolve();
    await vi.waitFor(() => expect(ends).toHaveLength(3));
    ends[2]?.resolve();
    await writer.end();
    expect(written()).toEqual([
      [1, [1]],
      [3, [2, 3]],
      [4, [4]],
    ]);
  });

  it('lets nobody go on while many pages wait', async () => {
    const writer = pageWriter('one');
    let added = 0;
    const adding = (async () => {
      for (let number = 1; number <= 20; number += 1) {
        await writer.add(recordAt(number), page(number));
        added = number;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve));
    expect(added).toBeLessThan(10);
    vi.mocked(writePages).mockResolvedValue();
    for (const end of ends) end.resolve();
    await adding;
    await writer.end();
    expect(written().flatMap(([, pages]) => pages)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('writes nothing after something could not be written, and says so', async () => {
    const writer = pageWriter('one');
    await writer.add(recordAt(1), page(1));
    await writer.add(recordAt(2), page(2));
    ends[0]?.reject(new Error('full'));
    await expect(writer.end()).rejects.toThrow('full');
    await writer.add(recordAt(3), page(3)).catch(() => undefined);
    await expect(writer.end()).rejects.toThrow('full');
    expect(written()).toEqual([[1, [1]]]);
  });
});
