import type { CDPSession, Page } from '@playwright/test';

/** One complete event of a trace; `tdur` is thread time in microseconds: a busy machine moves only wall time. */
export type TraceEvent = {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tdur?: number;
  pid: number;
  tid: number;
  args: { name?: string; data?: { url?: string; functionName?: string } };
};

/** What a page's main thread did, thread time in milliseconds. */
export type Cost = {
  /** In scripts of ours, without the style and layout that they asked for. */
  script: number;
  /** The longest single call of ours, with all that happened inside it; evaluation, which has its own bar, left out. */
  longest: number;
  longestName: string;
  /** Parse, compile and evaluate of our scripts. */
  evaluate: number;
  /** Style and layout of the whole thread, whoever asked for it. */
  layout: number;
  /** In scripts of the page's own, without style and layout. */
  page: number;
  /** How often a script of ours was called. */
  calls: number;
  /** All calls of ours by function name, for finding out. */
  byName: Map<string, number>;
};

const categories = 'devtools.timeline,toplevel,v8.execute,v8,disabled-by-default-v8.compile';
const scripts = new Set(['FunctionCall', 'EvaluateScript', 'v8.run', 'v8.compile', 'v8.evaluateModule']);
const layouts = new Set(['Layout', 'UpdateLayoutTree', 'PrePaint']);

/** Records what a page does while `action` runs. */
export async function traced(page: Page, action: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    // as: the trace format; the fields that are read are checked where they are read
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send('Tracing.start', { categories, transferMode: 'ReportEvents' } as Parameters<
    CDPSession['send']
  >[1] as never);
  await action();
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  return events;
}

const isOurs = ({ args }: TraceEvent) => args.data?.url?.startsWith('chrome-extension://') ?? false;
const isComplete = ({ ph, tdur }: TraceEvent) => ph === 'X' && tdur !== undefined;

/** Main threads of renderers, as `pid tid`. */
function mainThreads(events: TraceEvent[]): Set<string> {
  const named = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  return new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
}

/** The events of the one renderer that shows the page: the busiest main thread. */
function ofThePage(events: TraceEvent[]): TraceEvent[] {
  const threads = mainThreads(events);
  const times = new Map<string, number>();
  const keyOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  for (const event of events) {
    const key = keyOf(event);
    if (isComplete(event) && threads.has(key)) times.set(key, (times.get(key) ?? 0) + (event.tdur ?? 0));
  }
  const busiest = [...times].toSorted(([, one], [, other]) => other - one)[0]?.[0];
  return events.filter((event) => isComplete(event) && keyOf(event) === busiest).toSorted((a, b) => a.ts - b.ts);
}

/** What of a recording is ours and what is the page's. `microtasks`: on a page without scripts these are ours as well. */
export function costOf(events: TraceEvent[], { isPageStill = false } = {}): Cost {
  const cost: Cost = {
    script: 0,
    longest: 0,
    longestName: '',
    evaluate: 0,
    layout: 0,
    page: 0,
    calls: 0,
    byName: new Map(),
  };
  const open: { event: TraceEvent; end: number; isOurs: boolean; isScript: boolean }[] = [];
  for (const event of ofThePage(events)) {
    const ms = (event.tdur ?? 0) / 1000;
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= event.ts) open.pop();
    const around = open.at(-1);
    const isScript = scripts.has(event.name) || (isPageStill && event.name === 'RunMicrotasks');
    const own = isScript && (isOurs(event) || (event.name === 'RunMicrotasks' && !around?.isScript));
    const isInside = open.some((one) => one.isOurs);
    if (layouts.has(event.name) && !open.some(({ event: { name } }) => layouts.has(name))) {
      cost.layout += ms;
      if (isInside) cost.script -= ms;
      else if (open.some((one) => one.isScript)) cost.page -= ms;
    }
    if (own && !isInside) {
      cost.script += ms;
      cost.calls += 1;
      const name = `${event.name} ${event.args.data?.functionName ?? ''}`;
      const isEvaluation = event.name !== 'FunctionCall' && event.name !== 'RunMicrotasks';
      if (isEvaluation) cost.evaluate += ms;
      else if (ms > cost.longest) Object.assign(cost, { longest: ms, longestName: name });
      cost.byName.set(name, (cost.byName.get(name) ?? 0) + ms);
    } else if (isScript && !isOurs(event) && !open.some((one) => one.isScript)) cost.page += ms;
    open.push({ event, end: event.ts + (event.dur ?? 0), isOurs: own || isInside, isScript });
  }
  return cost;
}
