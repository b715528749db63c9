import type { BrowserContext, Page } from '@playwright/test';
import type { Connection, SyncStatus } from '../../lib/model';
import { smallDiscoveryHost, smallHost, smallToken } from '../dbt-cloud/small-platform';
import { buildExtension, openBrowser } from '../e2e/browser';
import { controlExtension, type Sidelight } from '../e2e/sidelight';
import { type HostListener, startSite } from '../e2e/site';
import { type ManyPages, manyPages } from './many-pages';

/** What the data side is measured in: the built extension in Chromium, and a dbt platform that answers from memory. */
export type Rig = {
  context: BrowserContext;
  extensionId: string;
  sidelight: Sidelight;
  pages: ManyPages;
  /** One of the extension's own pages, to send messages from. */
  control: Page;
  close: () => Promise<void>;
};

/** Sizes in models; each is an environment of its own. `other` answers for further hosts. */
export async function openRig(sizes: number[], other?: HostListener): Promise<Rig> {
  buildExtension();
  const pages = manyPages(new Map(sizes.map((models) => [environmentOf(models), models])));
  const site = await startSite(other ? firstOf(other, pages) : pages);
  const browser = await openBrowser({ port: site.port, spki: site.spki });
  const { context, extensionId } = browser;
  const close = async () => {
    await browser.close();
    await site.close();
  };
  try {
    const sidelight = await controlExtension(context, extensionId);
    const control = await context.newPage();
    await control.goto(sidelight.address('popup.html'));
    return { context, extensionId, sidelight, pages, control, close };
  } catch (problem) {
    await close();
    throw problem;
  }
}

function firstOf(one: HostListener, other: HostListener): HostListener {
  return {
    answersHost: (host) => one.answersHost(host) || other.answersHost(host),
    listener: (request, response) =>
      (one.answersHost(request.headers.host ?? '') ? one : other).listener(request, response),
  };
}

/** Any number that is none of the stand-in's. */
function environmentOf(models: number): number {
  return 1_000_000 + models;
}

/** The connection to a project of so many models. */
export function connectionTo(models: number): Connection {
  return {
    id: `size${models}`,
    name: `${models} models`,
    dialect: 'snowflake',
    sites: ['https://app.snowflake.com/*'],
    onlyWhere: [],
    isStaging: false,
    source: {
      kind: 'dbt-cloud',
      accessUrl: `https://${smallHost}`,
      discoveryUrl: discoveryUrl,
      accountId: '100',
      projectId: '200',
      environmentId: String(environmentOf(models)),
      linkStyle: 'catalog',
    },
  };
}

export const discoveryUrl = `https://${smallDiscoveryHost}/graphql`;
export const token = smallToken;

declare const chrome: {
  storage: {
    local: { get: (key: string) => Promise<Record<string, object>> };
    onChanged: { addListener: (listener: () => void) => void };
  };
};

const deadlineMs = 600_000;

/** Waits until a sync that began after `since` (epoch ms) has ended; throws its error when it ended badly. */
export async function syncEnd({ control }: Rig, connectionId: string, since: number): Promise<SyncStatus> {
  const status = await control.evaluate(
    async ([id, begun, deadline]) => {
      for (;;) {
        const bell = new Promise((resolve) => chrome.storage.onChanged.addListener(() => resolve(undefined)));
        const { syncStatus } = await chrome.storage.local.get('syncStatus');
        // as: the extension's own key, typed in lib/settings
        const last = (Object.values(syncStatus ?? {}) as SyncStatus[]).find((one) => one.connectionId === id);
        if (last?.error) return last;
        if (Date.parse(last?.syncedAt ?? '') >= begun && !last?.progress) return last;
        if (Date.now() > deadline) throw new Error(`sync of ${id} has not ended: ${JSON.stringify(last)}`);
        await Promise.race([bell, new Promise((resolve) => setTimeout(resolve, deadline - Date.now()))]);
      }
    },
    [connectionId, since, Date.now() + deadlineMs] as const,
  );
  if (!status || status.error) throw new Error(`sync of ${connectionId}: ${status?.error?.message}`);
  return status;
}

/** The browser puts its disk in order after so many writes: nothing else is measured meanwhile. */
const restMs = 5000;

/** Connects a project of so many models, unless it is connected. */
export async function syncedOnce(rig: Rig, models: number): Promise<void> {
  const connection = connectionTo(models);
  const { connections = [] } = await rig.control.evaluate(() => chrome.storage.local.get('connections'));
  if (JSON.stringify(connections).includes(`"${connection.id}"`)) return;
  const begun = Date.now();
  await rig.sidelight.ask('connect', { connection, token, save: true });
  await syncEnd(rig, connection.id, begun);
  await new Promise((resolve) => setTimeout(resolve, restMs));
}

export function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
