import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { refusal } from './refusal';

/** One thing to do with the page. `what`, `into`: a CSS selector or a text. */
export type Step =
  | { do: 'click'; what: string }
  | { do: 'scroll'; selector: string; by: number }
  | { do: 'type'; text: string; into?: string }
  | { do: 'wait-for'; what: string }
  | { do: 'wait'; ms: number };

const patienceMs = 5000;
const lookAgainMs = 50;

function stepOf(value: unknown): Step | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const step = new Map<string, unknown>(Object.entries(value));
  const hasOnly = (...keys: string[]) => [...step.keys()].every((key) => keys.includes(key));
  const [click, scroll, by, type, into, until] = ['click', 'scroll', 'by', 'type', 'into', 'wait-for'].map((key) =>
    step.get(key),
  );
  if (typeof click === 'string' && hasOnly('click')) return { do: 'click', what: click };
  if (typeof scroll === 'string' && typeof by === 'number' && hasOnly('scroll', 'by'))
    return { do: 'scroll', selector: scroll, by };
  if (typeof type === 'string' && hasOnly('type', 'into')) {
    if (into === undefined) return { do: 'type', text: type };
    return typeof into === 'string' ? { do: 'type', text: type, into } : undefined;
  }
  if (typeof until === 'string' && hasOnly('wait-for')) return { do: 'wait-for', what: until };
  if (typeof until === 'number' && until >= 0 && hasOnly('wait-for')) return { do: 'wait', ms: until };
  return undefined;
}

/** The steps of a file. Throws a refusal that names the first one that cannot be understood. */
export async function readSteps(file: string): Promise<Step[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw refusal(`there is no file ${file}`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (problem) {
    throw refusal(`${file} does not parse: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
  if (!Array.isArray(content)) throw refusal(`${file} holds no list of steps`);
  return content.map((value: unknown, index) => {
    const step = stepOf(value);
    if (!step) throw refusal(`${file}, step ${index + 1} is none that is known: ${JSON.stringify(value)}`);
    return step;
  });
}

/** The first of these that can be seen; none for a selector that is no selector. */
async function firstVisible(all: Locator): Promise<Locator | undefined> {
  const count = await all.count().catch(() => 0);
  for (let index = 0; index < count; index++)
    if (
      await all
        .nth(index)
        .isVisible()
        .catch(() => false)
    )
      return all.nth(index);
  return undefined;
}

/** What a word means now: an element by selector in any frame, else a text, whole before part. */
async function lookFor(page: Page, what: string): Promise<Locator | undefined> {
  const ways = [
    (frame: ReturnType<Page['frames']>[number]) => frame.locator(`css=${what}`),
    (frame: ReturnType<Page['frames']>[number]) => frame.getByText(what, { exact: true }),
    (frame: ReturnType<Page['frames']>[number]) => frame.getByText(what),
  ];
  for (const way of ways)
    for (const frame of page.frames()) {
      const found = await firstVisible(way(frame));
      if (found) return found;
    }
  return undefined;
}

async function find(page: Page, what: string): Promise<Locator> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await lookFor(page, what);
    if (found) return found;
    if (Date.now() > deadline) throw refusal(`nothing on the page is, or reads, ${JSON.stringify(what)}`);
    await page.waitForTimeout(lookAgainMs);
  }
}

/** Scrolls the element itself where it scrolls; editors and the like that paint their own way get the wheel. */
async function scroll(page: Page, selector: string, by: number): Promise<void> {
  const target = await find(page, selector);
  const isScrolled = await target.evaluate((element, px) => {
    const isPage = element === document.documentElement || element === document.body;
    const scroller = isPage ? (document.scrollingElement ?? element) : element;
    const before = scroller.scrollTop;
    scroller.scrollTop += px;
    return scroller.scrollTop !== before;
  }, by);
  if (isScrolled) return;
  await target.hover();
  await page.mouse.wheel(0, by);
}

async function take(page: Page, step: Step): Promise<void> {
  if (step.do === 'wait') await page.waitForTimeout(step.ms);
  else if (step.do === 'wait-for') await find(page, step.what);
  else if (step.do === 'scroll') await scroll(page, step.selector, step.by);
  else if (step.do === 'click') await (await find(page, step.what)).click({ timeout: patienceMs });
  else {
    if (step.into !== undefined) await (await find(page, step.into)).click({ timeout: patienceMs });
    await page.keyboard.type(step.text);
  }
}

/** Takes all steps in order. Throws a refusal that names the step that cannot be taken. */
export async function takeSteps(page: Page, steps: Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await take(page, step);
    } catch (problem) {
      const [why = ''] = problem instanceof Error ? problem.message.split('\n') : [String(problem)];
      throw refusal(`step ${index + 1} (${step.do}): ${why}`);
    }
  }
}
