/** From an environment or job id to its content, and the runs that stand behind it. */
import { type Account, type Environment, mayRead, type Project, type Run, type Token } from './accounts';
import { contentOfFolder } from './artifact-content';
import type { Content, ContentOf, Place } from './content';
import type { Visible } from './discovery-resolvers';

type Located = { account: Account; project: Project; environment: Environment };

function latestRun(runs: Run[], isWanted: (run: Run) => boolean): Run | undefined {
  const finished = runs.filter((run) => run.finishedAt !== undefined && isWanted(run));
  return finished.sort((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? '')).at(-1);
}

/** The last finished run of an environment stands for the one that made its artifacts. */
function placeOf({ account, project, environment }: Located): Place {
  const jobs = new Set((project.jobs ?? []).filter((job) => job.environmentId === environment.id).map((job) => job.id));
  const runs = (project.runs ?? []).filter((run) => jobs.has(run.jobId));
  const last = latestRun(runs, (run) => run.status === 10 || run.status === 20);
  const earlier = latestRun(runs, (run) => run.status === 10 && run !== last);
  const place = { accountId: account.id, projectId: project.id, environmentId: environment.id };
  const run = { jobId: last?.jobId ?? 1, runId: last?.id ?? 1 };
  if (earlier?.finishedAt === undefined) return { ...place, ...run };
  const finishedAt = new Date(earlier.finishedAt).toISOString();
  return { ...place, ...run, earlier: { jobId: earlier.jobId, runId: earlier.id, finishedAt } };
}

const made = new WeakMap<ContentOf, Map<string, Content>>();

function madeOnce(contentOf: ContentOf, place: Place): Content {
  const places = made.get(contentOf) ?? new Map<string, Content>();
  made.set(contentOf, places);
  const key = JSON.stringify(place);
  const content = places.get(key) ?? contentOf(place);
  places.set(key, content);
  return content;
}

/** What an environment has applied; undefined when it never ran. */
export function contentIn(located: Located): Content | undefined {
  const { content } = located.environment;
  if (content === undefined) return undefined;
  const place = placeOf(located);
  return typeof content === 'string' ? contentOfFolder(content, place) : madeOnce(content, place);
}

/** All environments of these accounts, with where they belong. */
export function locatedIn(accounts: Account[]): Located[] {
  return accounts.flatMap((account) =>
    account.projects.flatMap((project) =>
      project.environments.map((environment) => ({ account, project, environment })),
    ),
  );
}

/** What the Discovery API shows to a token, in these accounts of its host. */
export function visibleTo(token: Token, accounts: Account[]): Visible {
  const mine = locatedIn(accounts).filter(
    ({ project }) => mayRead(token, 'discovery') && (token.projectIds?.includes(project.id) ?? true),
  );
  return {
    environment(id) {
      const located = mine.find((each) => each.environment.id === id);
      return located && { content: contentIn(located), updatedAt: located.environment.updatedAt };
    },
    job(id) {
      const located = mine.find(({ project, environment }) =>
        project.jobs?.some((job) => job.id === id && job.environmentId === environment.id),
      );
      const content = located && contentIn(located);
      const run = located && latestRun(located.project.runs ?? [], (each) => each.jobId === id);
      if (located === undefined || content === undefined || run === undefined) return undefined;
      return { content, runId: run.id, environmentId: located.environment.id };
    },
  };
}
