import { lastNightPlatform } from '../test/dbt-cloud/demo-platform';
import { buildExtension, type ExtensionBrowser, openBrowser } from '../test/e2e/browser';
import { demoConnection, startDemoSite } from '../test/e2e/demo-site';
import { controlExtension, type Sidelight } from '../test/e2e/sidelight';
import type { Site } from '../test/e2e/site';
import { demoPages, recordPages } from './consoles/pages';
import { indexAddress, serveConsoles } from './consoles/serve';
import { reportLines, walk } from './walk';

// `npm start`: the built extension, connected, on demo consoles at the consoles' own addresses. With --check, or without
// a display, it walks the pages by itself. --record takes what the pages show as what they must show.

const isChecking = process.argv.includes('--check');
const isRecording = process.argv.includes('--record');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const isWalk = isChecking || isRecording || !hasDisplay;

async function connectAll(sidelight: Sidelight) {
  for (const warehouse of ['snowflake', 'postgres'] as const) {
    const { connection, token } = demoConnection(warehouse);
    const status = await sidelight.connect(connection, token);
    console.log(`connected: ${connection.name}, ${status.nodeCount} models, sources, seeds and snapshots`);
  }
}

async function walkAll(browser: ExtensionBrowser, sidelight: Sidelight) {
  const walked = await walk(browser.context, sidelight, await demoPages());
  for (const page of walked) for (const line of reportLines(page)) console.log(line);
  if (isRecording) await recordPages(walked.map(({ page, found }) => ({ ...page, badges: found })));
  const bad = walked.reduce((sum, { missing, wrong }) => sum + missing.length + wrong.length, 0);
  const good = walked.reduce((sum, { found, wrong }) => sum + found.length - wrong.length, 0);
  console.log(`${good} badges right, ${bad} missing or wrong; pictures are in demo/out/`);
  if (isChecking && (bad > 0 || good === 0)) process.exitCode = 1;
}

async function showAll({ context }: ExtensionBrowser) {
  const pages = await demoPages();
  console.log('\nA browser is open; everything in it is on this machine. Rest the pointer on a badge.');
  for (const { console: name, title, address } of pages) console.log(`  ${name}, ${title}: ${address}`);
  console.log('Close the browser or press Ctrl+C to end.');
  const ended = new Promise((resolve) => context.on('close', resolve));
  const first = context.pages()[0] ?? (await context.newPage());
  await first.goto(indexAddress);
  await first.bringToFront();
  await ended;
}

async function run(site: Site) {
  await serveConsoles(site);
  const browser = await openBrowser({ port: site.port, spki: site.spki, headless: isWalk });
  process.once('SIGINT', () => void browser.close());
  process.once('SIGTERM', () => void browser.close());
  try {
    const sidelight = await controlExtension(browser.context, browser.extensionId);
    await connectAll(sidelight);
    await (isWalk ? walkAll(browser, sidelight) : showAll(browser));
  } finally {
    await browser.close();
  }
}

buildExtension();
const site = await startDemoSite(lastNightPlatform());
try {
  await run(site);
} finally {
  await site.close();
}
