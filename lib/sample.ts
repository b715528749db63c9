import { browser } from 'wxt/browser';
import { connect } from './connect-form';
import type { Connection } from './model';
import { sampleFiles } from './sample-files';

/**
 * The sample project: a small invented lamp shop, made into the files that dbt writes. It goes the way of every project whose
 * files are dropped in, so that what people see in it is the product and not a picture of it. No account, no network.
 */

export const sampleId = 'sample';

/** Where the sample's console is: a page of this extension. */
export function samplePage(): string {
  return browser.runtime.getURL('/sample.html');
}

/** Adds the sample's connection, or makes it as of now. */
export async function connectSample(name: string): Promise<void> {
  const files = sampleFiles(Date.now());
  const connection: Connection = {
    id: sampleId,
    name,
    dialect: 'postgres',
    sites: [samplePage()],
    onlyWhere: [],
    isStaging: false,
    source: { kind: 'artifacts', fileNames: Object.keys(files) },
  };
  await connect({ connection, files, save: true });
}
