import { browser } from 'wxt/browser';
import { consoleAt } from '../../lib/consoles';
import { send } from '../../lib/messages/client';
import type { PageCapture, PageReport, Welcome } from '../../lib/messages/protocol';
import { type Due, dueAfter, dueAfterEvent, type Stakes } from '../../lib/page/matters';
import { namesOf } from '../../lib/page/names';
import { type Kind, pace, type Work } from '../../lib/page/pace';
import { nothingRead, readEditors, reading, readingLists } from '../../lib/page/read';
import { rowMemory } from '../../lib/page/row-memory';
import { watch } from '../../lib/page/watch';
import { answersOf } from './answers';
import type { CardDoor } from './card-door';
import { type KnownTable, pageReport } from './page-report';
import { type Extent, pageView } from './page-view';

/** Reads one page, asks for what it finds, and shows the answers, until the signal ends it. `passed` is called after each look. */
export function runPage(
  document: Document,
  welcome: Welcome,
  door: CardDoor,
  passed: () => void,
  signal: AbortSignal,
): {
  report: () => PageReport;
  version: () => number;
  capture: () => PageCapture | undefined;
  openAtFocus: () => void;
} {
  const names = namesOf(welcome.vocabulary);
  const memory = rowMemory();
  const answers = answersOf(welcome);
  const view = pageView(document, door.wish, signal);
  let last = nothingRead;
  let readMs = 0;
  let isEditorsAsked = false;
  /** Are editors to be read before the next paint? */
  let areEditorsDue = false;
  let leaveAlone: readonly string[] = [];

  async function ask(): Promise<void> {
    const isNews = await answers.ask(last.detections);
    if (isNews && !signal.aborted && !rhythm.isBusy()) begin(() => show('content'), 'part');
  }

  async function bringEditors(): Promise<void> {
    if (isEditorsAsked) return;
    // Once: where the browser lets no script follow (a frame without an address), asking at every key would not help.
    isEditorsAsked = true;
    await send('bring', { part: 'editors' });
    if (!signal.aborted && globalThis.sidelightEditors) begin(pass, 'page');
  }

  function* show(extent: Extent): Work {
    const pieces = view.show(answers.wanted(last.detections), extent);
    for (let isDone = false; !isDone; ) {
      watcher.quietly(() => {
        isDone = pieces.next().done === true;
      });
      if (!isDone) yield;
    }
    afterShow();
  }

  function afterShow(): void {
    passed();
    // A worker that does not answer leaves the page without new badges; the next change asks again.
    ask().catch(() => undefined);
    if (last.isEditorSeen && !globalThis.sidelightEditors) bringEditors().catch(() => undefined);
  }

  function* pass(): Work {
    const started = performance.now();
    const url = new URL(document.location.href);
    const console = consoleAt(url, document);
    leaveAlone = console?.leaveAlone ?? [];
    const { sidelightEditors: editors } = globalThis;
    moved = undefined;
    areEditorsDue = false;
    const changesNow = changes;
    last = yield* reading({ document, url, names, console, memory, editors });
    changesRead = changesNow;
    readMs = performance.now() - started;
    yield* show('anything');
  }

  function* passEditors(): Work {
    areEditorsDue = false;
    const { reading: next, changed, isStill } = readEditors(last);
    last = next;
    if (!changed) return yield* show('content');
    watcher.quietly(() => view.showLetters(answers.wanted(last.detections)));
    // What stands behind the letters moves with them, before they are painted.
    if (view.loosen(isStill ? changed : undefined)) rhythm.atFrame('follow');
    afterShow();
  }

  /** How often something changed around the page's lists, and how often it had when the page was read. */
  let changes = 0;
  let changesRead = -1;

  function* passLists(lists: ReadonlySet<Element>, isGlance = false): Work {
    last = yield* readingLists(last, lists, changes === changesRead);
    if (!isGlance) yield* show('content');
  }

  /** Begins at once. What is not done before the next paint must not leave a badge beside a name it does not belong to. */
  function begin(work: () => Work, kind: Kind): void {
    if (!rhythm.begin(work, kind)) watcher.quietly(() => view.drop());
  }

  /** Lists that are read again before the next frame; the whole page when there are none. */
  let moved: Set<Element> | undefined;
  /** Is nothing due at the next frame but what may matter? */
  let isLate = false;

  function atFrame(lists: Iterable<Element> | undefined, mayWait = false): void {
    if (!rhythm.isWanted()) moved = new Set();
    isLate = mayWait && (isLate || !rhythm.isWanted());
    if (!lists) moved = undefined;
    for (const list of lists ?? []) moved?.add(list);
    view.loosen();
    rhythm.atFrame('pass');
  }

  function passMoved(): void {
    const lists = moved;
    moved = undefined;
    if (lists) begin(() => passLists(lists), 'list');
    else begin(pass, isLate ? 'late' : 'page');
  }

  function passEditorsNow(): void {
    const isPart = last.scene?.editors && !rhythm.isBusy();
    begin(isPart ? passEditors : pass, isPart ? 'part' : 'page');
  }

  function follow(): void {
    if (areEditorsDue) passEditorsNow();
    watcher.quietly(view.follow);
  }

  function answer(due: Due): void {
    const { page, lists, editors } = due;
    if (page || due.isLater) changes++;
    const isEditors = editors === 'now';
    const [now, frame] = (['now', 'frame'] as const).map((when) =>
      [...lists].flatMap(([list, haste]) => (haste === when ? [list] : [])),
    );
    // Work under way knows less than what is due: all of it begins anew.
    const wasBusy = rhythm.isBusy();
    const isPressing = page === 'now' || (now ?? []).length > 0;
    const wait = isPressing ? rhythm.hasToWait() : 'no';
    if (wait !== 'no') watcher.quietly(() => view.drop());
    if (wait === 'yes') atFrame(page === 'now' || wasBusy || isEditors ? undefined : now);
    else if (page === 'now' || (wasBusy && isEditors)) begin(pass, 'page');
    else {
      const isGlance = wait === 'glance';
      if (now && now.length > 0) begin(() => passLists(new Set(now), isGlance), isGlance ? 'glance' : 'list');
      if (isEditors) passEditorsNow();
    }
    if (editors === 'frame') {
      areEditorsDue = true;
      view.loosen();
      rhythm.atFrame('follow');
    }
    if (page === 'frame') {
      atFrame(undefined);
      // What was not weighed in time may have left a badge beside another name.
      watcher.quietly(() => view.drop());
    } else if (frame && frame.length > 0) atFrame(frame);
    else if (due.isFollow && view.loosen()) rhythm.atFrame('follow');
    // What stood by another heading may be another table by now.
    if (due.isParted && (wait !== 'no' || rhythm.isBusy())) watcher.quietly(() => view.drop(true));
    // Other evidence on the page may have changed with a list.
    if (due.isLater || (now ?? []).length > 0) rhythm.later();
  }

  const rhythm = pace(
    document.defaultView ?? window,
    { follow, pass: passMoved, late: () => atFrame(undefined, true) },
    signal,
  );
  const stakes = (): Stakes => ({ names, reading: last, leaveAlone, named: view.named() });
  const isOrphan = () => browser.runtime?.id === undefined;
  const watcher = watch(
    document,
    {
      changed: (records) => !isOrphan() && answer(dueAfter(records, stakes())),
      moved: (event) => !isOrphan() && answer(dueAfterEvent(event, stakes())),
    },
    signal,
  );
  /** The quiet mark comes with the card's part: most pages never need it. */
  async function warn(): Promise<void> {
    if (document.defaultView?.top !== document.defaultView || !welcome.statuses.some(({ error }) => error)) return;
    await send('bring', { part: 'card' });
    const remove = signal.aborted ? undefined : globalThis.sidelightWarning?.(document, welcome.statuses);
    if (remove) signal.addEventListener('abort', remove);
  }

  signal.addEventListener('abort', view.remove);
  warn().catch(() => undefined);
  begin(pass, 'page');

  /** All tables that are known, also those whose badges nobody wants to see. */
  const tables = (): KnownTable[] => {
    const drawn = view.drawn();
    const shown = new Set(drawn.map(({ answered }) => answered.detection));
    const others = last.detections.flatMap((detection): KnownTable[] => {
      const resolution = answers.of(detection);
      if (!resolution || resolution.status === 'unknown' || shown.has(detection)) return [];
      return [{ answered: { detection, resolution }, drawn: 'none', host: undefined }];
    });
    return [...drawn, ...others];
  };
  const told = pageReport(() => ({ known: tables(), reading: last, isPending: answers.isAsking(), ms: readMs }));

  return {
    ...told,
    openAtFocus: () =>
      door.openAtFocus(
        tables().map(({ answered: seen, drawn, host }) => ({
          answered: seen,
          host: drawn === 'mark' ? undefined : host,
        })),
      ),
    capture: () => {
      const url = new URL(document.location.href);
      const { vocabulary } = welcome;
      const console = consoleAt(url, document);
      // Only there when it was asked for: `entrypoints/capture-tool` brings it.
      return globalThis.sidelightCapture?.({ document, url, vocabulary, console, tables: told.report().tables });
    },
  };
}
