import { demoConnection } from '../e2e/demo-site';
import { said } from '../e2e/said';
import type { Stage, Surface } from './surface';

/** Surfaces of the extension's own pages. */

const wide = { width: 1000, height: 760 };
const narrow = { width: 360, height: 560 };

const open = async ({ page, sidelight }: Stage, file: string) => {
  await page.goto(sidelight.address(file));
  await page.locator('main').waitFor();
};

const worksheet =
  'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql';
const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';

/** A page of ours that speaks of the tab in front of its own. */
const openBehind = async (stage: Stage, file: string, address: string) => {
  await open(stage, file);
  const tab = await stage.context.newPage();
  await tab.goto(address);
  await stage.page.reload();
};

const longName =
  'A connection whose name somebody wrote without ever thinking of the place it would have to fit into, production';

export const besideSurfaces: Surface[] = [
  { name: 'options-empty', size: wide, open: (stage) => open(stage, 'options.html') },
  {
    name: 'options-list',
    size: wide,
    async open(stage) {
      await stage.connect('snowflake');
      await stage.connect('postgres');
      await open(stage, 'options.html');
      await stage.page
        .getByRole('button', { name: said('errorActionToken') })
        .first()
        .click();
      await stage.page
        .getByRole('button', { name: said('optionsRemove'), exact: true })
        .nth(1)
        .click();
      await stage.page.getByRole('button', { name: said('optionsDiagnosticsMake') }).click();
      await stage.page.getByRole('button', { name: said('optionsDiagnosticsCopy') }).waitFor();
    },
  },
  {
    name: 'options-refused',
    size: wide,
    async open(stage) {
      await stage.connect('snowflake');
      stage.platform.faults.add({ fault: 'unauthorized' });
      const { connection } = demoConnection('postgres');
      const long = { ...connection, id: 'long', name: longName };
      await stage.sidelight.ask('adopt', { connections: [long] });
      await open(stage, 'options.html');
      await stage.page.getByText(said('bgTokenMissing', longName)).first().waitFor();
    },
  },
  {
    name: 'options-form',
    size: wide,
    async open(stage) {
      await open(stage, 'options.html');
      await stage.page.getByRole('button', { name: said('optionsAdd') }).click();
    },
  },
  { name: 'welcome', size: wide, open: (stage) => open(stage, 'welcome.html') },
  {
    name: 'welcome-dbt',
    size: wide,
    async open(stage) {
      await open(stage, 'welcome.html');
      await stage.page.getByRole('button', { name: said('welcomeNext') }).click();
      await stage.page.getByRole('button', { name: said('errorActionAllow') }).click();
      await stage.page.getByRole('button', { name: said('welcomeConnect'), exact: true }).waitFor();
    },
  },
  {
    name: 'sample',
    size: wide,
    async open(stage) {
      await open(stage, 'sample.html');
      await stage.page.locator('dbt-badge').first().waitFor({ state: 'attached' });
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
    name: 'popup-here',
    size: narrow,
    async open(stage) {
      await stage.connect('postgres');
      await openBehind(stage, 'popup.html', adminer);
      await stage.page.getByText(said('popupTablesHereOther', '')).waitFor();
    },
  },
  {
    name: 'popup-refused',
    size: { width: 320, height: 560 },
    async open(stage) {
      const { connection } = demoConnection('postgres');
      await stage.sidelight.ask('adopt', { connections: [{ ...connection, name: longName }] });
      await openBehind(stage, 'popup.html', adminer);
      await stage.page.getByText(said('bgTokenMissing', longName)).first().waitFor();
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
      await openBehind(stage, 'sidepanel.html', worksheet);
      await stage.page.getByRole('region', { name: said('panelInQuery') }).waitFor();
    },
  },
  { name: 'sidepanel-empty', size: narrow, open: (stage) => open(stage, 'sidepanel.html') },
];
