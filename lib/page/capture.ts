import type { Console } from '../consoles/console';
import type { PageCapture, PageTable, Removal } from '../messages/protocol';
import type { Vocabulary } from '../model';
import { plainAddress } from './capture/address';
import { makeFiller } from './capture/filler';
import { writeDocument } from './capture/write';

/** What a capture is made from. `tables`: what the page shows now, for the list of what a test must find. */
export type Captured = {
  document: Document;
  url: URL;
  vocabulary: Vocabulary;
  console: Console | undefined;
  tables: PageTable[];
};

declare global {
  /** The one function below, where a page's fixture has been asked for. */
  var sidelightCapture: typeof capture | undefined;
}

/** What a page must show: reader, label, dbt's unique id; of a name that may be two tables, both. */
function expectedOf(tables: PageTable[]): [string, string, string][] {
  return tables.flatMap(({ reader, label, resolution }) => {
    if (resolution.status === 'unknown') return [];
    const nodes = resolution.status === 'matched' ? [resolution.node] : resolution.nodes;
    return [[reader, label, nodes.map(({ uniqueId }) => uniqueId).join(' or ')]];
  });
}

/** One line for each expected name: people correct this file by hand. */
function jsonOf(facts: Record<string, unknown>, expected: [string, string, string][]): string {
  const head = JSON.stringify(facts, undefined, 2).slice(0, -2);
  const lines = expected.map((one) => `\n    ${JSON.stringify(one)}`).join(',');
  return `${head},\n  "expected": [${lines}${lines && '\n  '}]\n}\n`;
}

/**
 * A page as a fixture pair: markup and layout as they are, and nothing to read but names of the vocabulary. Reads the page
 * and changes nothing in it.
 */
export function capture({ document, url, vocabulary, console, tables }: Captured): PageCapture {
  const counts = new Map<Removal, number>();
  const filler = makeFiller(
    vocabulary,
    tables.map(({ label }) => label),
  );
  const html = writeDocument(document, {
    filler,
    console,
    url,
    removed: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
  });
  const address = plainAddress(url, { document, console, filler }).href;
  const { innerWidth: width = 0, innerHeight: height = 0 } = document.defaultView ?? {};
  const viewport = { width, height };
  return {
    html,
    json: jsonOf({ address, captured: 'real', warehouse: vocabulary.dialect, viewport }, expectedOf(tables)),
    removed: [...counts].map(([what, count]) => ({ what, count })),
  };
}
