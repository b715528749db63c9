import type { Console } from './console';
import { isAwsConsole } from './redshift-qe2';

/** The first query editor, a page of the Redshift console (`#query-editor:`). Its markup is known to nobody outside. */
export const redshiftQe1: Console = {
  id: 'redshift-qe1',
  name: 'Redshift query editor v1',
  dialect: 'redshift',
  isExperimental: true,
  addresses: [
    'https://*.console.aws.amazon.com/redshiftv2/*',
    'https://*.console.amazonaws-us-gov.com/redshiftv2/*',
    'https://*.console.amazonaws.cn/redshiftv2/*',
  ],
  isConsole: (url) => isAwsConsole(url, 'redshiftv2'),
};
