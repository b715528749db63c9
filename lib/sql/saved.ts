import type { Frame, Reading, Session } from './reading';

/** Where a reading stood at the beginning of a line, so that it can go on from there another time. */
export type Saved = Pick<
  Reading,
  'frame' | 'skippedDepth' | 'depth' | 'isStart' | 'visibleCtes' | 'statementNames' | 'remembered' | 'isCutOff'
> & {
  session: Session;
};

/** A copy of everything that the rest of the text depends on. */
export function save(reading: Saved): Saved {
  const { skippedDepth, depth, isStart, visibleCtes, statementNames, remembered, isCutOff } = reading;
  return {
    frame: copyFrame(reading.frame),
    skippedDepth,
    depth,
    isStart,
    remembered,
    isCutOff,
    visibleCtes: visibleCtes && new Map(visibleCtes),
    statementNames: [...statementNames],
    session: copySession(reading.session),
  };
}

/** Lets a new reading go on where another one stood. What that one found is not part of the new one. */
export function restore(reading: Reading, saved: Saved): void {
  Object.assign(reading, save(saved), { statementAt: -1 });
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
    aliases: frame.aliases?.map(([alias]) => [alias, -1]),
  };
}
