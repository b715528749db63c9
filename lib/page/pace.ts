/** Work in pieces; what it comes to is told when it is done. */
export type Work = Generator<void, void>;

/**
 * What is done: the whole `page` is read, or a `part` of it, or `list`s alone, which may take more of a frame at once so that their badges are there
 * when it is painted. `glance`: a list that is left alone, looked at in one go. `late`: the page, for what may matter; it gives way to everything
 * else, and is begun again when there is time.
 */
export type Kind = 'page' | 'part' | 'list' | 'glance' | 'late';

/** When things run on a page's main thread. */
export type Pace = {
  /** Starts at once and goes on in pieces; work that was under way is given up for it. True when it was done in the first piece. */
  begin: (work: () => Work, kind: Kind) => boolean;
  /** Is there work under way that does not give way? */
  isBusy: () => boolean;
  /**
   * 'yes' where changes come faster than they can be answered: what is under way is given up, and the next look has to wait for its share of the
   * thread. A page that is scrolled on a slow machine stays smooth, and its badges come when it rests. 'glance': the list is only to be
   * looked at, so that nothing in it passes by unseen.
   */
  hasToWait: () => 'no' | 'glance' | 'yes';
  /** Is a pass waiting for the next frame? */
  isWanted: () => boolean;
  /**
   * Runs once, however often it is asked for: a `pass` before the next frame, and what has to `follow` when a frame is laid out, this one where its
   * callbacks run just now. Boxes cost nothing then, and what is written is still painted with it.
   */
  atFrame: (what: 'follow' | 'pass') => void;
  /** `late` when there is time for it: soon after a single change, seldom while a page changes all the time. */
  later: () => void;
};

/** No piece is longer than this by much, milliseconds; the bar is 4 (P4). */
const pieceMs = 3;
/** Well within a frame: a list that is read in it, layout included, keeps its badges while it is scrolled. */
const listMs = 9;
/** A look at a list that takes longer is given up for the next change. */
const longestMs = 2 * listMs;
/** Work that was given up so often for newer work is done in one go: a page that changes in every frame gets its badges, too. */
const mostRestarts = 4;
/** What is known of a list by its rows is lost where they pass by unseen: one that is left alone is looked at in one step of so many. */
const glanceShare = 16;
/** Where one took longer, milliseconds, the next would be felt even so. */
const longestGlanceMs = 4 * listMs;
/** Answers to what moved take at most this share of the thread: one part in so many. */
const frameShare = 4;
/** And to what may matter. */
const laterShare = 30;
/** A person does not notice this delay, milliseconds. */
const soonMs = 80;
/** And is put off so often while something else goes on. */
const mostDelays = 20;

/** Keeps work short and seldom. Nothing of it runs while nobody asks. Ends with the signal. */
export function pace(
  view: Window,
  run: { follow: () => void; pass: () => void; late: () => void },
  signal: AbortSignal,
): Pace {
  let current: Work | undefined;
  let kind: Kind = 'page';
  let restarts = 0;
  let frame = 0;
  let timer = 0;
  let isPassWanted = false;
  let laidOut: ResizeObserver | undefined;
  /** What the work under way has cost, what the last one did that was not late, and when it ended; what the last late one cost. Milliseconds. */
  let spent = 0;
  let cost = 0;
  let ended = 0;
  let lateCost = 0;
  /** What the last looks at lists took, milliseconds. A busy machine makes some of them long: a list is slow when most are, the last one among them. */
  let looks = [0, 0, 0, 0, 0, 0, 0, 0];
  /** Is `cost` that of a list? */
  let isOfList = false;
  let steps = 0;
  /** What the last glance took, milliseconds; 0 once the list is quick again. */
  let glanceMs = 0;
  let delays = 0;

  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => current && advance(current, pieceMs);

  function note(ms: number, now: number): void {
    if (kind === 'late') lateCost = ms;
    else {
      isOfList = kind === 'list' || kind === 'glance';
      if (isOfList) looks = [...looks.slice(1), ms];
      if (kind === 'glance') glanceMs = ms;
      else if (isOfList && ms < listMs) glanceMs = 0;
      const [, , , most = ms] = isOfList ? looks.toSorted((one, other) => one - other) : [];
      cost = Math.min(most, ms);
      ended = now;
    }
  }

  function later(): void {
    timer ||= view.setTimeout(
      () => {
        timer = 0;
        // While a list is scrolled, it would be given up for the next step.
        if (performance.now() - ended < soonMs && ++delays % mostDelays > 0) return later();
        run.late();
      },
      Math.max(soonMs, laterShare * Math.max(cost, lateCost)),
    );
  }

  /** Has the page not yet had its share of the thread since the last answer? */
  const isTooSoon = (now: number) => now - ended < frameShare * cost;

  function advance(work: Work, limit: number): boolean {
    const started = performance.now();
    let now = started;
    do {
      const { done } = work.next();
      // Newer work may have begun in the midst of it.
      if (work !== current) return true;
      if (done) {
        current = undefined;
        restarts = 0;
        now = performance.now();
        note(spent + now - started, now);
        return true;
      }
      now = performance.now();
    } while (now - started < limit);
    spent += now - started;
    port2.postMessage(undefined);
    return false;
  }

  function wait(): void {
    frame ||= view.requestAnimationFrame(() => {
      frame = 0;
      if (!isPassWanted) return;
      if ((current && kind !== 'late') || isTooSoon(performance.now())) return wait();
      isPassWanted = false;
      run.pass();
    });
  }

  /** An element that begins to be watched is told of with the next layout. */
  function waitForLayout(): void {
    laidOut ??= new ResizeObserver(() => {
      laidOut?.disconnect();
      run.follow();
    });
    laidOut.observe(view.document.documentElement);
  }

  signal.addEventListener('abort', () => {
    current = undefined;
    port1.close();
    view.cancelAnimationFrame(frame);
    view.clearTimeout(timer);
  });

  return {
    begin(work, next) {
      if (signal.aborted) return true;
      if (current && kind === 'late') later();
      else if (current) restarts += 1;
      kind = next;
      if (kind === 'page' || kind === 'late') isPassWanted = false;
      spent = 0;
      current = work();
      const limit = kind === 'list' ? longestMs : pieceMs;
      return advance(current, kind === 'glance' || restarts > mostRestarts ? Number.POSITIVE_INFINITY : limit);
    },
    isBusy: () => current !== undefined && kind !== 'late',
    hasToWait() {
      const now = performance.now();
      if (current && kind !== 'late') {
        // Not even done since the last change.
        current = undefined;
        note(Math.max(spent, pieceMs), now);
        if (!isOfList) return 'yes';
      }
      if (cost < listMs || !isTooSoon(now)) return 'no';
      // Badges that come and go are worse than none: the wait is counted from the last change.
      if (isOfList) ended = now;
      return isOfList && glanceMs < longestGlanceMs && ++steps % glanceShare === 0 ? 'glance' : 'yes';
    },
    isWanted: () => isPassWanted,
    atFrame(what) {
      waitForLayout();
      if (what === 'follow') return;
      isPassWanted = true;
      wait();
    },
    later,
  };
}
