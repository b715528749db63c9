import type { Frame, Reading, Session } from './reading';

/** Where a reading stood at the beginning of a line, so that it can go on from there another time. */
export type Saved = Pick<
  Reading,
  'frame' | 'skippedDepth' | 'depth' | 'isStart' | 'visibleCtes' | 'statementNames' | 'remembered' | 'isCutOff'
> & {
  session: Session;
};

/** A copy of everything that the rest of the text depends on. */
export function save(reading: Reading): Saved {
  const { skippedDepth, depth, isStart, remembered, isCutOff } = reading;
  return {
    frame: copyFrame(reading.frame),
    skippedDepth,
    depth,
    isStart,
    remembered,
    isCutOff,
    visibleCtes: reading.visibleCtes && new Map(reading.visibleCtes),
    statementNames: [...reading.statementNames],
    session: copySession(reading.session),
  };
}

/** Lets a new reading go on where another one stood. What that one found is not part of the new one. */
export function restore(reading: Reading, saved: Saved): void {
  const { skippedDepth, depth, isStart, remembered, isCutOff } = saved;
  Object.assign(reading, { skippedDepth, depth, isStart, remembered, isCutOff, statementAt: -1 });
  reading.frame = copyFrame(saved.frame);
  reading.visibleCtes = saved.visibleCtes && new Map(saved.visibleCtes);
  reading.statementNames = [...saved.statementNames];
  reading.session = copySession(saved.session);
}

export function copySession(session: Session): Session {
  return { ...session, temporary: session.temporary && new Set(session.temporary) };
}

/** The copy counts tables from zero: those found before belong to another reading. */
function copyFrame(frame: Frame): Frame {
  return {
    ...frame,
    parent: frame.parent && copyFrame(frame.parent),
    firstTable: 0,
    firstRecursive: frame.firstRecursive < 0 ? -1 : 0,
    ctes: frame.ctes && [...frame.ctes],
    aliases: frame.aliases?.map(([key]) => [key, -1]),
  };
}
