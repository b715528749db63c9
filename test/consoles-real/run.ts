import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoIds } from '../dbt-cloud/demo-platform';
import { buildExtension, openBrowser } from '../e2e/browser';
import { demoConnection, startDemoSite } from '../e2e/demo-site';
import { controlExtension } from '../e2e/sidelight';
import { logIn, startAdminer } from './adminer';
import { type Checks, startChecks } from './checks';
import { installPackages } from './debian';
import { installPgadmin, startPgadmin } from './pgadmin';
import { buildPgweb, startPgweb } from './pgweb';
import { knownRelations, strangersBeside } from './relations';
import { walkAdminer } from './walk';
import { walkPgadmin } from './walk-pgadmin';
import { walkPgweb } from './walk-pgweb';
import { createStrangers, startWarehouse, tablePaths, type Warehouse } from './warehouse';

// `npm run test:consoles`: a real PostgreSQL that a real dbt project has just built, real Adminer, pgweb and pgAdmin over it, the
// built extension, and behind the badges that very run's artifacts. Names as arguments (`-- pgadmin`): only those consoles. Ends
// every process it started and leaves only pictures.

/** `adminer`, `pgweb`, `pgadmin`: those that are walked. */
const asked = process.argv.slice(2);
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);

/** What has to be undone, newest first; also after Ctrl+C. */
const undo: (() => Promise<unknown>)[] = [];

let undoing: Promise<void> | undefined;

/** Once, whoever asks first: the end of the walk and a signal may come together. */
function undoAll(): Promise<void> {
  undoing ??= (async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step().catch((problem) => console.error(problem));
  })();
  return undoing;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidelight-real-'));
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

async function openConnected(warehouse: Warehouse, origins: string[]) {
  const site = await startDemoSite();
  undo.push(site.close);
  site.platform.setArtifacts(demoIds('postgres').production, warehouse.artifacts);
  const browser = await openBrowser({ port: site.port, spki: site.spki, exclude: ['127.0.0.1'] });
  undo.push(browser.close);
  const sidelight = await controlExtension(browser.context, browser.extensionId);
  const { connection, token } = demoConnection(
    'postgres',
    origins.map((origin) => `${origin}/*`),
  );
  await sidelight.connect(connection, token);
  return { sidelight, page: await browser.context.newPage() };
}

/** Nothing where it cannot be built; the checks say why. */
async function pgwebOver({ database }: Warehouse, checks: Checks) {
  if (!isAsked('pgweb')) return undefined;
  const why = await buildPgweb(await temporaryFolder());
  if (why) {
    checks.skip('pgweb', why);
    return undefined;
  }
  const pgweb = await startPgweb(database);
  undo.push(pgweb.stop);
  return pgweb;
}

/** Nothing where it cannot be installed; the checks say why. */
async function pgadminOver({ database }: Warehouse, checks: Checks) {
  if (!isAsked('pgadmin')) return undefined;
  const why = installPgadmin();
  if (why) {
    checks.skip('pgAdmin', why);
    return undefined;
  }
  const pgadmin = await startPgadmin(await temporaryFolder(), database);
  undo.push(pgadmin.stop);
  return pgadmin;
}

async function walkAll(checks: Checks): Promise<void> {
  const { ready, stop } = startWarehouse(await temporaryFolder());
  undo.push(stop);
  const warehouse = await ready;
  const known = await knownRelations(warehouse.artifacts);
  const strangers = strangersBeside(known);
  createStrangers(warehouse.database, strangers);
  const adminer = await startAdminer(await temporaryFolder());
  undo.push(adminer.stop);
  const pgweb = await pgwebOver(warehouse, checks);
  const pgadmin = await pgadminOver(warehouse, checks);
  const origins = [adminer, pgweb, pgadmin].flatMap((console) => console?.origin ?? []);
  const { sidelight, page } = await openConnected(warehouse, origins);
  const paths = tablePaths(warehouse.database);
  console.log(
    `${paths.filter((path) => known.has(path)).length} relations of dbt, ${strangers.length} tables that it does not know`,
  );
  const walk = { page, sidelight, checks, known };
  const ground = { database: warehouse.database, paths, strangers };
  if (isAsked('adminer')) {
    await logIn(page, adminer.origin, warehouse.database);
    await walkAdminer(walk, { origin: adminer.origin, ...ground });
  }
  if (pgweb) await walkPgweb(walk, { origin: pgweb.origin, ...ground });
  if (pgadmin) await walkPgadmin(walk, { origin: pgadmin.origin, ...ground }, pgadmin);
}

async function run(): Promise<void> {
  const checks = startChecks();
  const stop = () => void undoAll().then(() => process.exit(130));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    installPackages();
    buildExtension();
    await walkAll(checks);
  } catch (problem) {
    checks.check('the whole walk', false, String(problem));
    console.error(problem);
  } finally {
    await undoAll();
  }
  checks.close();
  process.exitCode = checks.failed === 0 ? 0 : 1;
}

await run();
