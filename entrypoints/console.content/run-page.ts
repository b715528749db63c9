import { browser } from 'wxt/browser';
import { consoleAt } from '../../lib/consoles';
import { send } from '../../lib/messages/client';
import type { PageCapture, PageReport, PageTable, Welcome } from '../../lib/messages/protocol';
import type { Detection, HealthState, Resolution, TableRef } from '../../lib/model';
import { nodesOf } from '../../lib/page/answered';
import { namesOf } from '../../lib/page/names';
import { type Reading, read } from '../../lib/page/read';
import { rowMemory } from '../../lib/page/row-memory';
import { watch } from '../../lib/page/watch';
import { cardDoor } from './card-door';
import { pageView } from './page-view';
import { warningMark } from './warning-mark';

/** At most this many names in one question (RELIABILITY M4). */
const batchSize = 500;

/** What is shown when somebody wants to see problems only. */
const isTrouble: Record<HealthState, boolean> = { healthy: false, unknown: false, caution: true, degraded: true };

const refKey = ({ database, schema, name }: TableRef) => JSON.stringify([database, schema, name]);

/** Reads one page, asks for what it finds, and shows the answers, until the signal ends it. `passed` is called after each look. */
export function runPage(
  document: Document,
  welcome: Welcome,
  passed: () => void,
  signal: AbortSignal,
): { report: () => PageReport; version: () => number; capture: () => PageCapture | undefined } {
  const names = namesOf(welcome.vocabulary);
  const { connectionIds } = welcome;
  const memory = rowMemory();
  const answers = new Map<string, Resolution>();
  const asked = new Set<string>();
  const view = pageView(document, cardDoor(document, welcome.preferences, signal));
  let reading: Reading = { detections: [], unplaced: [], failed: [], isEditorSeen: false };
  let readMs = 0;
  let told = '';
  let version = Date.now();
  let isEditorsAsked = false;

  const isWanted = (resolution: Resolution) =>
    welcome.preferences.density === 'all' || nodesOf(resolution).some(({ health }) => isTrouble[health.state]);

  const answered = (detections: Detection[]) =>
    detections.flatMap((detection) => {
      const resolution = answers.get(refKey(detection.ref));
      return resolution && isWanted(resolution) ? [{ detection, resolution }] : [];
    });

  async function ask(detections: Detection[]): Promise<void> {
    const refs = new Map(detections.map(({ ref }) => [refKey(ref), ref]));
    for (const key of refs.keys()) if (answers.has(key) || asked.has(key)) refs.delete(key);
    const fresh = [...refs].slice(0, batchSize);
    if (fresh.length === 0) return;
    for (const [key] of fresh) asked.add(key);
    try {
      const resolutions = await send('resolve', { connectionIds, refs: fresh.map(([, ref]) => ref) });
      for (const [index, [key]] of fresh.entries()) answers.set(key, resolutions[index] ?? { status: 'unknown' });
    } finally {
      for (const [key] of fresh) asked.delete(key);
    }
    if (!signal.aborted) pass();
  }

  async function bringEditors(): Promise<void> {
    if (isEditorsAsked) return;
    // Once: where the browser lets no script follow (a frame without an address), asking at every key would not help.
    isEditorsAsked = true;
    await send('bring', { part: 'editors' });
    if (!signal.aborted && globalThis.sidelightEditors) pass();
  }

  function pass(): void {
    const started = performance.now();
    const url = new URL(document.location.href);
    const { sidelightEditors: editors } = globalThis;
    reading = read({ document, url, names, console: consoleAt(url, document), memory, editors });
    readMs = performance.now() - started;
    watcher.quietly(() => view.show(answered(reading.detections)));
    passed();
    // A worker that does not answer leaves the page without new badges; the next change asks again.
    ask(reading.detections).catch(() => undefined);
    if (reading.isEditorSeen && !editors) bringEditors().catch(() => undefined);
  }

  const watcher = watch(
    document,
    (event) => {
      if (browser.runtime?.id === undefined) return;
      if (event === 'moved') watcher.quietly(view.follow);
      pass();
    },
    signal,
  );
  const removeMark = warningMark(document, welcome.statuses);
  signal.addEventListener('abort', () => {
    removeMark();
    view.remove();
  });
  pass();

  /** All tables that are known, also those whose badges nobody wants to see. */
  const known = () => {
    const drawn = view.drawn();
    const shown = new Set(drawn.map(({ answered }) => answered.detection));
    const others = reading.detections.flatMap((detection) => {
      const resolution = answers.get(refKey(detection.ref));
      if (!resolution || resolution.status === 'unknown' || shown.has(detection)) return [];
      return [{ answered: { detection, resolution }, drawn: 'none' as const, host: undefined }];
    });
    return [...drawn, ...others];
  };

  const report = (): PageReport => ({
    url: document.location.href,
    version: versionNow(),
    unplaced: reading.unplaced,
    ms: readMs,
    isPending: asked.size > 0,
    tables: known().map(({ answered: { detection, resolution }, drawn, host }): PageTable => {
      const { label, reader, evidence, ref, anchor } = detection;
      const spot = drawn === 'mark' || drawn === 'none' ? (anchor ?? host) : host;
      const { x, y, width, height } = (spot ?? document.body).getBoundingClientRect();
      // A badge has no height of its own, so that rows stay as tall as they were: it is a square around its line.
      const box = height > 0 ? { x, y, width, height } : { x, y: y - width / 2, width, height: width };
      return { label, reader, evidence, ref, resolution, drawn, box };
    }),
  });

  /** Changes whenever the tables do; no two looks of a page share one. Asks for no box. */
  function versionNow(): number {
    const tables = known().map(({ answered: { detection, resolution } }) => [
      detection.label,
      detection.ref,
      resolution,
    ]);
    const now = JSON.stringify([tables, asked.size > 0]);
    if (now !== told) version += 1;
    told = now;
    return version;
  }

  return {
    report,
    version: versionNow,
    capture: () => {
      const url = new URL(document.location.href);
      const { vocabulary } = welcome;
      const console = consoleAt(url, document);
      // Only there when it was asked for: `entrypoints/capture-tool` brings it.
      return globalThis.sidelightCapture?.({ document, url, vocabulary, console, tables: report().tables });
    },
  };
}
