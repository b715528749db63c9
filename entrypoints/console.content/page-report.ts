import type { PageReport, PageTable } from '../../lib/messages/protocol';
import type { Answered } from '../../lib/page/answered';
import type { Reading } from '../../lib/page/read';
import type { Drawn } from './page-view';

/** A table that dbt knows, and how it came to be seen. */
export type KnownTable = { answered: Answered; drawn: Drawn; host: HTMLElement | undefined };

/** What a page tells about itself is made from this. `known`: all tables, also those whose badges nobody wants to see. */
export type Told = { known: KnownTable[]; reading: Reading; isPending: boolean; ms: number };

function tableOf({ answered, drawn, host }: KnownTable): PageTable {
  const { detection, resolution } = answered;
  const { label, reader, evidence, ref, anchor } = detection;
  const spot = drawn === 'mark' || drawn === 'none' ? (anchor ?? host) : host;
  const { x, y, width, height } = (spot ?? document.body).getBoundingClientRect();
  // A badge has no height of its own, so that rows stay as tall as they were: it is a square around its line.
  const box = height > 0 ? { x, y, width, height } : { x, y: y - width / 2, width, height: width };
  return { label, reader, evidence, ref, resolution, drawn, box };
}

/** Tells of a page; `version` changes whenever its tables do, and no two looks of a page share one. */
export function pageReport(look: () => Told): { report: () => PageReport; version: () => number } {
  let told = '';
  let version = Date.now();

  /** Asks for no box. */
  function versionNow(): number {
    const { known, isPending } = look();
    const tables = known.map(({ answered: { detection, resolution } }) => [detection.label, detection.ref, resolution]);
    const now = JSON.stringify([tables, isPending]);
    if (now !== told) version += 1;
    told = now;
    return version;
  }

  return {
    version: versionNow,
    report() {
      const { known, reading, isPending, ms } = look();
      const { unplaced } = reading;
      const url = document.location.href;
      return { url, version: versionNow(), unplaced, ms, isPending, tables: known.map(tableOf) };
    },
  };
}
