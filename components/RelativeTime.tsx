import { words } from '../lib/words';
import { ago, exactTime } from './time';

/** How long ago, with the exact time and zone in the title. "unknown" when dbt did not say or said something impossible. */
export function RelativeTime({ at, now }: { at: string | undefined; now: number }) {
  const relative = ago(at, now);
  if (at === undefined || relative === undefined) return <span>{words('timeUnknown')}</span>;
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relative}
    </time>
  );
}
