import type { BrowserContext, Page } from '@playwright/test';
import type { SyncStatus } from '../../lib/model';
import type { DemoWarehouse } from '../dbt-cloud/demo-platform';
import type { Platform } from '../dbt-cloud/platform';
import type { Sidelight } from '../e2e/sidelight';
import type { Site } from '../e2e/site';

/** What a surface needs to come on stage: a fresh extension without a connection, and the demo's consoles and platform. */
export type Stage = {
  page: Page;
  context: BrowserContext;
  site: Site;
  platform: Platform;
  sidelight: Sidelight;
  connect: (warehouse: DemoWarehouse, sites?: string[]) => Promise<SyncStatus>;
};

/** One thing people see, and how to get there. `open` ends when all of it is drawn. */
export type Surface = {
  /** File name of its pictures. */
  name: string;
  /** CSS pixels; the whole height is photographed unless `isCut`. */
  size: { width: number; height: number };
  isCut?: boolean;
  open: (stage: Stage) => Promise<void>;
  /** What a turned page took away comes back: a name that moved from under the pointer takes its card along. */
  again?: (page: Page) => Promise<void>;
};
