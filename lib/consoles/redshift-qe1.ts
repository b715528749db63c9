import type { Console } from './console';
import { isAwsConsole } from './redshift-qe2';

/** The first query editor, a page of the Redshift console (`#query-editor:`). Its markup is known to nobody outside. */
export const redshiftQe1: Console = {
  id: 'redshift-qe1',
  dialect: 'redshift',
  isExperimental: true,
  isConsole: (url) => isAwsConsole(url, 'redshiftv2'),
};
