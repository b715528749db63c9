import type { Stage, Surface } from './surface';

/** Surfaces of the extension's own pages. */

const wide = { width: 1000, height: 760 };
const narrow = { width: 360, height: 560 };

const open = async ({ page, sidelight }: Stage, file: string) => {
  await page.goto(sidelight.address(file));
  await page.locator('main').waitFor();
};

export const besideSurfaces: Surface[] = [
  { name: 'options-empty', size: wide, open: (stage) => open(stage, 'options.html') },
  {
    name: 'options-list',
    size: wide,
    async open(stage) {
      await stage.connect('snowflake');
      await stage.connect('postgres');
      await open(stage, 'options.html');
      await stage.page.getByText('Lantern on postgres').first().waitFor();
    },
  },
  {
    name: 'options-form',
    size: wide,
    async open(stage) {
      await open(stage, 'options.html');
      await stage.page.getByRole('button', { name: 'Add connection' }).click();
    },
  },
  { name: 'popup-empty', size: narrow, open: (stage) => open(stage, 'popup.html') },
  {
    name: 'popup-elsewhere',
    size: narrow,
    async open(stage) {
      await stage.connect('snowflake');
      await open(stage, 'popup.html');
      await stage.page.getByText('Lantern on snowflake').first().waitFor();
    },
  },
  {
    name: 'search',
    size: wide,
    async open(stage) {
      await stage.connect('snowflake');
      await open(stage, 'search.html');
      await stage.page.getByRole('combobox').fill('order');
      await stage.page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'sidepanel',
    size: narrow,
    async open(stage) {
      await stage.connect('snowflake');
      await open(stage, 'sidepanel.html');
      const tab = await stage.context.newPage();
      await tab.goto(
        'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql',
      );
      await stage.page.getByRole('region', { name: 'In the query' }).waitFor();
    },
  },
];
