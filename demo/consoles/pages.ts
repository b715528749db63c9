import { readFile, writeFile } from 'node:fs/promises';

/** A badge that a demo page must show. `uniqueId` is dbt's; `state` one of dbt's four words. */
export type ExpectedBadge = [reader: string, label: string, uniqueId: string, state: string];

/** A page of the demo. `card` is the label whose card is photographed. */
export type DemoPage = {
  id: string;
  console: string;
  title: string;
  address: string;
  card?: string;
  badges: ExpectedBadge[];
};

const file = new URL('pages.json', import.meta.url);

/** All pages with what they must show, in the order of the walk. */
export async function demoPages(): Promise<DemoPage[]> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Writes what the pages show now as what they must show; somebody has to read it, and `npm run fix` lays it out. */
export async function recordPages(pages: DemoPage[]): Promise<void> {
  await writeFile(file, JSON.stringify(pages, undefined, 2));
}
