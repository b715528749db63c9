import { fromWorst, type HealthState } from '../../lib/model';
import { type Answered, type BadgeWish, worstOf } from '../../lib/page/answered';
import type { TextMarks } from '../../lib/page/late-parts';
import { watchMarks } from './mark-pointer';

/** Names in editors are marked in the colour and pattern of their state; style.css holds the looks. */
const marks: Record<HealthState, string> = {
  healthy: 'sidelight-healthy',
  caution: 'sidelight-caution',
  degraded: 'sidelight-degraded',
  unknown: 'sidelight-unknown',
};

/**
 * Marks of names in editors, by the CSS Custom Highlight API: nothing is put into the text. `opened` hears which of them the pointer comes to.
 * Ends with the signal.
 */
export function textMarks(
  document: Document,
  opened: (answered: Answered, wish: BadgeWish) => void,
  signal: AbortSignal,
): TextMarks {
  let marked: Answered[] = [];
  const painted = new Map<HealthState, { highlight: Highlight; ranges: Set<Range> }>();

  /** Only ranges that came or went are told to the browser. */
  function show(answers: Answered[]): void {
    marked = answers;
    const { highlights } = CSS;
    if (!highlights) return;
    const byState = new Map<HealthState, Set<Range>>();
    for (const answered of answers) {
      const { anchor } = answered.detection;
      if (!(anchor instanceof Range)) continue;
      const state = worstOf(answered.resolution)?.health.state ?? 'unknown';
      const ranges = byState.get(state);
      if (ranges) ranges.add(anchor);
      else byState.set(state, new Set([anchor]));
    }
    for (const state of fromWorst) {
      const ranges = byState.get(state);
      const before = painted.get(state);
      if (!ranges) {
        if (painted.delete(state)) highlights.delete(marks[state]);
      } else if (before) {
        for (const range of before.ranges) if (!ranges.has(range)) before.highlight.delete(range);
        for (const range of ranges) if (!before.ranges.has(range)) before.highlight.add(range);
        before.ranges = ranges;
      } else {
        const highlight = new Highlight(...ranges);
        highlights.set(marks[state], highlight);
        painted.set(state, { highlight, ranges });
      }
    }
  }

  watchMarks(document, () => marked, opened, signal);
  return { show };
}
