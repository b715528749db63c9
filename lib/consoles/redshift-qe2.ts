import type { Console } from './console';
import { shownBy } from './pickers';

/** Regional hosts, the bare one, and those of several sessions at once (`<account>-<hash>.<region>.…`), in three partitions. */
const host = /^([\w-]+\.){0,2}console\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/;

/** Is the page one of an AWS console's services, by the first piece of its path? */
export function isAwsConsole({ hostname, pathname }: URL, service: string): boolean {
  return host.test(hostname) && pathname.split('/')[1] === service;
}

/** An editor's head shows the cluster (or workgroup) and the database, in this order. More or fewer say nothing. */
const dropDowns = '[role="combobox"], [aria-haspopup="listbox"], select';
/** So far around an editor its head may stand. */
const levels = 8;

/** Query editor v2. No address of its names a database, a schema or a table. */
export const redshiftQe2: Console = {
  id: 'redshift-qe2',
  dialect: 'redshift',
  isConsole: (url) => isAwsConsole(url, 'sqlworkbench'),
  session(_, near) {
    let around = near?.parentElement;
    for (let level = 0; near && around && level < levels; level++, around = around.parentElement) {
      const shown = [...around.querySelectorAll(dropDowns)].filter(shownBy);
      const [, database] = shown;
      // What stands behind an editor is another one's head.
      const isHead = database && database.compareDocumentPosition(near) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (shown.length > 0) return shown.length === 2 && isHead ? { database: shownBy(database) } : {};
    }
    return {};
  },
};
