import type { BuildingRecord } from './database';
import { type PageRecords, writePages } from './store';

/** Writes the pages of one generation in their order: those that come while others are being written go together. */
export type PageWriter = {
  /** Hands over a page and how far the sync is with it; waits while too many do. Throws what writing an earlier one threw. */
  add: (record: BuildingRecord, page: PageRecords) => Promise<void>;
  /** Waits until all is written, and throws likewise. */
  end: () => Promise<void>;
};

/** So many pages may wait: enough that making records never waits for the disk, few enough to hold in memory. */
const mostWaiting = 4;

/** `connectionId`: whose generation. Nothing is written after something could not be. */
export function pageWriter(connectionId: string): PageWriter {
  let waiting: PageRecords[] = [];
  let last: BuildingRecord | undefined;
  // Stays when it failed
  let writing: Promise<void> | undefined;
  const writeOn = async () => {
    while (last) {
      const [record, pages] = [last, waiting];
      last = undefined;
      waiting = [];
      await writePages(connectionId, record, pages);
    }
    writing = undefined;
  };
  return {
    async add(record, page) {
      waiting.push(page);
      last = record;
      writing ??= writeOn();
      // Whoever adds more, or ends, hears of a failure
      writing.catch(() => undefined);
      if (waiting.length >= mostWaiting) await writing;
    },
    async end() {
      await writing;
    },
  };
}
