import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoWarehouse } from '../dbt-cloud/demo-platform';

/** What a saved page must show: reader, label, and dbt's unique id or null for a name without a badge. */
export type Expected = [reader: string, label: string, uniqueId: string | null];

/** A saved or sketched console page. */
export type Fixture = {
  /** `<console>/<date>-<page>` */
  name: string;
  console: string;
  address: string;
  captured: 'real' | 'sketch';
  warehouse: DemoWarehouse;
  expected: Expected[];
  viewport?: { width: number; height: number };
  /** What a reader still gets wrong on it; its test must fail until that is mended. */
  defect?: string;
  html: string;
};

const folder = fileURLToPath(new URL('../consoles', import.meta.url));

/** All pairs of .html and .json under test/consoles, in the order of their names. */
export function fixtures(): Fixture[] {
  const consoles = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return consoles.flatMap((entry) =>
    readdirSync(join(folder, entry.name))
      .filter((file) => file.endsWith('.json'))
      .toSorted()
      .map((file) => {
        const path = join(folder, entry.name, file);
        const html = readFileSync(path.replace(/\.json$/, '.html'), 'utf8');
        const name = `${entry.name}/${file.replace(/\.json$/, '')}`;
        return { ...JSON.parse(readFileSync(path, 'utf8')), name, console: entry.name, html };
      }),
  );
}
