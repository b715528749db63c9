import type { Page } from '@playwright/test';
import { type Box, insideEach } from './shadow';

/** Names of the open card's buttons, links and fields, as a person would call them, in their order. */
export async function controlsOfCard(page: Page): Promise<string[]> {
  const [names] = await insideEach(page, 'dbt-card', function () {
    const controls = [...this.querySelectorAll<HTMLElement>('button, a[href], input')];
    return controls.map((one) => (one.getAttribute('aria-label') ?? one.innerText).trim());
  });
  return names ?? [];
}

/** What is so named in the open card, scrolled into sight. */
async function boxInCard(page: Page, name: string): Promise<Box | undefined> {
  const [box] = await insideEach(
    page,
    'dbt-card',
    function (told) {
      const controls = [...this.querySelectorAll<HTMLElement>('button, a[href], input')];
      const found = controls.find((one) => (one.getAttribute('aria-label') ?? one.innerText).trim() === told);
      if (!found) return null;
      found.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = found.getBoundingClientRect();
      return { x, y, width, height };
    },
    name,
  );
  return box ?? undefined;
}

/** Clicks with a real pointer on what is so named in the open card, as soon as it is there. */
export async function pressInCard(page: Page, name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const box = await boxInCard(page, name);
    if (box) return page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(100);
  }
  throw new Error(`the card has no ${name}; it has ${(await controlsOfCard(page)).join(' | ')}`);
}

/** The name of what has the focus in the open card. */
export async function focusInCard(page: Page): Promise<string | undefined> {
  const [name] = await insideEach(page, 'dbt-card', function () {
    const active = this.activeElement;
    return active instanceof HTMLElement ? (active.getAttribute('aria-label') ?? active.innerText).trim() : '';
  });
  return name === '' ? undefined : name;
}
