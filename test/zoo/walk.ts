import type { SpotOf } from './reading';
import type { Entry } from './shop';
import type { Cage } from './stage';
import type { Tally } from './tally';

declare const sidelightSpotOf: SpotOf;

/** Middle of the tree, window pixels; every page of the zoo has it at the left. */
const inTree = { x: 170, y: 420 };
/** Less than a window: everything is seen on the way. */
const wheelStep = 330;
const mostSteps = 60;

/** `isJump`: the tree was moved or filled anew, nobody saw what lies above; only wrong badges count. */
export type State = { name: string; tally: Tally; isJump: boolean };

function schemasOf(entries: Entry[]): Entry[] {
  return entries.flatMap((entry) => (entry.kind === 'schema' ? [entry] : schemasOf(entry.children ?? [])));
}

/** Everything that people do to a tree. What is read after each step is kept under the step's name. */
export async function walk({ page, stock, read }: Cage): Promise<State[]> {
  const states: State[] = [];
  const look = async (name: string, isJump = false) => {
    states.push({ name, tally: await read(), isJump });
  };
  const wheel = async (by: number) => {
    await page.mouse.move(inTree.x, inTree.y);
    await page.mouse.wheel(0, by);
  };
  const picture = () => page.evaluate(() => [...document.querySelectorAll('*')].map((one) => one.scrollTop).join());
  const spotOf = (key: string) => page.evaluate((given) => sidelightSpotOf(given), key);

  async function scrollToEnd(name: string): Promise<void> {
    for (let step = 0, before = ''; step < mostSteps; step++) {
      const now = await picture();
      if (now === before) return;
      before = now;
      await wheel(wheelStep);
      await look(`${name}, step ${step}`);
    }
  }

  /** Clicks the first schema that is to be seen, twice. */
  async function fold(name: string): Promise<void> {
    for (const { key } of schemasOf(stock.shop.tree)) {
      const spot = await spotOf(key);
      if (!spot) continue;
      await page.mouse.click(spot.x, spot.y);
      await look(`collapsed ${name}`);
      const again = await spotOf(key);
      if (!again) return;
      await page.mouse.click(again.x, again.y);
      await look(`expanded again ${name}`);
      return;
    }
  }

  const search = page.locator('input[type=search]');
  const flat = page.locator('input[type=checkbox]').first();

  await look('at first');
  await fold('at the top');
  await scrollToEnd('scrolled');
  await wheel(-1e6);
  await look('back at the top');
  for (let step = 0; step < 4; step++) {
    await wheel(wheelStep);
    await look('scrolled to the middle');
  }
  await fold('in the middle');
  await search.fill('order');
  await look('filtered where it stood', true);
  await wheel(-1e6);
  await look('filtered');
  await scrollToEnd('filtered, scrolled');
  await flat.check();
  await look('filtered without parents');
  await wheel(wheelStep);
  await look('filtered without parents, scrolled');
  await flat.uncheck();
  await search.fill('');
  await look('filter taken back', true);
  await wheel(-1e6);
  await look('at the top again');
  await wheel(2600);
  await look('far below at once', true);
  await wheel(1e6);
  await look('at the end at once', true);
  await wheel(-wheelStep);
  await look('up again from the end', true);
  return states;
}
