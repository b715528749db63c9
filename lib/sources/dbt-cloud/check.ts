import { AppError, asAppError } from '../../errors';
import type { CheckResult, CheckStep } from '../../messages/protocol';
import type { Connection, SourceSettings } from '../../model';
import { type WordKey, words } from '../../words';
import { adapterNotes } from '../adapters';
import { checkArtifacts } from '../artifacts/check';
import type { ArtifactFiles } from '../artifacts/files';
import { pastTime, textOf } from '../facts';
import type { SourceContext } from '../source';
import { readAccount, readAccounts, readEnvironments, readJobs, readLastDocsRun, readProjects } from './admin';
import { probeEnvironment } from './discovery';
import { noEnvironment, type Platform } from './failures';
import { latestRun } from './job-run';
import { jobNotes } from './notes';

type Outcome = Omit<CheckStep, 'step'>;

/** What the steps tell each other. Ids that a step found out are filled into `settings` for the next. */
type Check = {
  connection: Connection;
  settings: Extract<SourceSettings, { kind: 'dbt-cloud' }>;
  context: SourceContext;
  /** False once the Administrative API has refused: what it would tell is then left out. */
  mayAdmin: boolean;
  hasDocsJob: boolean;
  found: Omit<CheckResult, 'steps'>;
};

const steps: [WordKey, (check: Check) => Promise<Outcome>][] = [
  ['dbtStepAccount', checkAccount],
  ['dbtStepProject', checkProject],
  ['dbtStepEnvironment', checkEnvironment],
  ['dbtStepMetadata', checkMetadata],
  ['dbtStepJobs', checkJobs],
  ['dbtStepDocs', checkDocs],
];

/**
 * Checks a connection step by step, in the order of dbt-cloud-api.md section 4, and says the outcome of each. The first
 * failure ends it; what only hides job names and links is a warning. Never throws: what went wrong is a failed step.
 */
export async function checkConnection(
  connection: Connection,
  context: SourceContext,
  droppedFiles?: () => Promise<ArtifactFiles | undefined>,
): Promise<CheckResult> {
  const { source } = connection;
  if (source.kind !== 'dbt-cloud') return await checkArtifacts(source, connection, context, droppedFiles);
  const check: Check = { connection, settings: { ...source }, context, mayAdmin: true, hasDocsJob: false, found: {} };
  const done: CheckStep[] = [];
  for (const [label, run] of steps) {
    const outcome = await run(check).catch((thrown: unknown) => said('failed', noted(check, thrown).message));
    done.push({ step: words(label), ...outcome });
    if (outcome.outcome === 'failed') break;
  }
  return { steps: done, ...check.found };
}

/** The error, remembered where dbt asks us to slow down: whoever keeps the pauses must learn of it. */
function noted({ found }: Check, thrown: unknown): AppError {
  const error = asAppError(thrown);
  const { kind, retryAt } = error;
  if (kind === 'rate-limited') found.wait = retryAt === undefined ? {} : { until: retryAt };
  return error;
}

function said(outcome: Outcome['outcome'], message: string): Outcome {
  return { outcome, message };
}

function platformOf({ connection, settings }: Check): Platform {
  return { name: connection.name, settings };
}

/** Whether the badges can do without the Administrative API: the environment is known, or a job is read in its place. */
function knowsEnvironment({ settings }: Check): boolean {
  return /^\d+$/.test(settings.environmentId) || settings.jobId !== undefined;
}

/** A refusal of the Administrative API ends the check only when nobody gave the environment's id. */
function withoutAdmin(check: Check, thrown: unknown): Outcome {
  const error = asAppError(thrown);
  if (error.kind !== 'forbidden') throw error;
  if (!knowsEnvironment(check)) throw mayNotList(check);
  check.mayAdmin = false;
  return said('warning', error.message);
}

/** Without names to choose from the environment has to be typed. */
function mayNotList({ connection }: Check): AppError {
  return new AppError('forbidden', words('dbtForbiddenUnknown', connection.name));
}

async function checkAccount(check: Check): Promise<Outcome> {
  const { settings, context } = check;
  try {
    if (!settings.accountId) return await findAccount(check);
    const account = await readAccount(platformOf(check), context);
    const name = textOf(account.name) ?? settings.accountId;
    const text = words('dbtAccountFound', name, textOf(account.plan) ?? '–');
    if (account.locked === true) return said('warning', words('dbtAccountLocked', name));
    const prefix = textOf(account.static_subdomain) ?? textOf(account.vanity_subdomain);
    const isOldHost = /\.getdbt\.com$/.test(new URL(settings.accessUrl).hostname);
    return said('ok', prefix && isOldHost ? `${text} ${words('dbtAccountPrefix', prefix)}` : text);
  } catch (thrown) {
    return withoutAdmin(check, thrown);
  }
}

/** Nobody gave the account's id: it is clear when the token sees one account. */
async function findAccount(check: Check): Promise<Outcome> {
  const accounts = await readAccounts(platformOf(check), check.context);
  check.found.accounts = accounts;
  const [only, ...others] = accounts;
  if (only && others.length === 0) {
    check.settings.accountId = only.id;
    return said('ok', words('dbtAccountFound', only.name, only.id));
  }
  check.mayAdmin = false;
  const question = only ? words('dbtChooseAccount', accounts.length) : words('dbtAccountUnknown');
  return said(knowsEnvironment(check) ? 'warning' : 'failed', question);
}

async function checkProject(check: Check): Promise<Outcome> {
  if (!check.mayAdmin) return said('skipped', words('dbtNotPermitted'));
  const { settings, found } = check;
  try {
    const projects = await readProjects(platformOf(check), check.context);
    found.projects = projects;
  } catch (thrown) {
    return withoutAdmin(check, thrown);
  }
  const [only, ...others] = found.projects;
  if (!settings.projectId && only && others.length === 0) settings.projectId = only.id;
  const chosen = found.projects.find(({ id }) => id === settings.projectId);
  if (chosen) return said('ok', words('dbtProjectFound', chosen.name));
  if (settings.projectId) throw new AppError('not-found', words('dbtNoProject', settings.projectId));
  if (!only && !knowsEnvironment(check)) throw mayNotList(check);
  return said(knowsEnvironment(check) ? 'warning' : 'skipped', words('dbtChooseProject', found.projects.length));
}

async function checkEnvironment(check: Check): Promise<Outcome> {
  const { settings, found } = check;
  if (!check.mayAdmin || !settings.projectId) {
    return said('skipped', words(knowsEnvironment(check) ? 'dbtNotPermitted' : 'dbtChooseProjectFirst'));
  }
  try {
    const environments = await readEnvironments(platformOf(check), check.context);
    const usable = environments.filter(({ type, deploymentType }) => deploymentType || type !== 'development');
    found.environments = usable.map(({ type: _deployment, ...rest }) => rest);
  } catch (thrown) {
    return withoutAdmin(check, thrown);
  }
  const production = found.environments.find(({ deploymentType }) => deploymentType === 'production');
  if (found.environments.length === 0 && !knowsEnvironment(check)) return said('failed', words('dbtNoDeployment'));
  if (settings.jobId && !settings.environmentId) return said('ok', words('dbtJobInstead', settings.jobId));
  if (!settings.environmentId && production) settings.environmentId = production.id;
  const chosen = found.environments.find(({ id }) => id === settings.environmentId);
  if (chosen?.deploymentType) return said('ok', words('dbtEnvironmentFound', chosen.name, chosen.deploymentType));
  if (production && !chosen) return said('warning', words('dbtEnvironmentOther', settings.environmentId));
  return said('warning', words('dbtNoProduction'));
}

async function checkMetadata(check: Check): Promise<Outcome> {
  const { settings, connection, found } = check;
  if (settings.jobId) {
    await latestRun(platformOf(check), check.context);
    return said('ok', words('dbtMetadataOfJob', settings.jobId));
  }
  if (!settings.environmentId) {
    const isOpen = (found.projects ?? found.environments ?? []).length > 0;
    if (isOpen) return said('skipped', words('dbtChooseEnvironment'));
    throw noEnvironment(platformOf(check));
  }
  const { adapterType, updatedAt } = await probeEnvironment(platformOf(check), check.context).catch(
    (thrown: unknown) => {
      const error = asAppError(thrown);
      const isListed = found.environments?.some(({ id }) => id === settings.environmentId) === true;
      // It is there, and the token may read it: only metadata are missing
      throw error.kind === 'not-found' && isListed
        ? new AppError(error.kind, words('dbtNothingRun', connection.name))
        : error;
    },
  );
  if (adapterType !== undefined) found.adapterType = adapterType;
  const [other] = adapterNotes(connection, adapterType);
  if (other) return said('warning', other.message);
  const at = pastTime(updatedAt, check.context.now());
  return said('ok', at === undefined ? words('dbtMetadataFound') : words('dbtMetadataFoundOf', readable(at)));
}

async function checkJobs(check: Check): Promise<Outcome> {
  if (!knowsEnvironment(check)) return said('skipped', words('dbtChooseEnvironment'));
  if (!check.mayAdmin) return said('skipped', words('dbtJobsUnknown'));
  const jobs = await readJobs(platformOf(check), check.context).catch((thrown: unknown) => noted(check, thrown));
  if (jobs instanceof AppError) return said('skipped', jobs.message);
  check.hasDocsJob = jobs.some(({ generatesDocs }) => generatesDocs);
  const notes = jobNotes(check.connection, jobs);
  if (notes.length === 0) return said('ok', words('dbtJobsFound', jobs.length));
  return said('warning', notes.map(({ message }) => message).join(' '));
}

async function checkDocs(check: Check): Promise<Outcome> {
  if (!knowsEnvironment(check)) return said('skipped', words('dbtChooseEnvironment'));
  if (!check.mayAdmin) return said('skipped', words('dbtNotPermitted'));
  if (!check.hasDocsJob) return said('skipped', words('dbtDocsSkipped'));
  const finished = await readLastDocsRun(platformOf(check), check.context).catch((thrown: unknown) =>
    noted(check, thrown),
  );
  if (finished instanceof AppError) return said('skipped', finished.message);
  const at = pastTime(finished, check.context.now());
  return at === undefined ? said('warning', words('dbtNoDocsRun')) : said('ok', words('dbtDocsFound', readable(at)));
}

/** A time for people, in their own language. */
function readable(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
