import { send } from '../../lib/messages/client';
import type { Welcome } from '../../lib/messages/protocol';
import type { Detection, Resolution, TableRef } from '../../lib/model';
import { type Answered, worstOf } from '../../lib/page/answered';

/** At most this many names in one question (RELIABILITY M4). */
const batchSize = 500;

/** What is shown when somebody wants to see problems only. */
function isTrouble(resolution: Resolution): boolean {
  const state = worstOf(resolution)?.health.state;
  return state === 'degraded' || state === 'caution';
}

/** A ref stays the same object as long as its name stays where it is. */
const refKeys = new WeakMap<TableRef, string>();

function refKey(ref: TableRef): string {
  let key = refKeys.get(ref);
  if (key === undefined) {
    const { database, schema, name } = ref;
    key = JSON.stringify([database, schema, name]);
    refKeys.set(ref, key);
  }
  return key;
}

/** What dbt says of the names of one page. */
export type Answers = {
  of: (detection: Detection) => Resolution | undefined;
  /** Those with an answer that somebody wants to see. A detection that stays, with the answer that it had, gives the same object. */
  wanted: (detections: Detection[]) => Answered[];
  /** Asks for what is new, one question at a time: names that turn up while it is under way wait for the next one. True when there was any. */
  ask: (detections: Detection[]) => Promise<boolean>;
  isAsking: () => boolean;
};

/** Nothing is asked before `ask`. What was answered is kept as long as the page is read with this welcome. */
export function answersOf({ connectionIds, preferences }: Welcome): Answers {
  const answers = new Map<string, Resolution>();
  const known = new WeakMap<Detection, Answered>();
  let isAsking = false;

  const isWanted = (resolution: Resolution) => preferences.density === 'all' || isTrouble(resolution);
  const of = ({ ref }: Detection) => answers.get(refKey(ref));

  return {
    of,
    wanted(detections) {
      const wanted: Answered[] = [];
      for (const detection of detections) {
        const resolution = of(detection);
        if (!resolution || !isWanted(resolution)) continue;
        let one = known.get(detection);
        if (one?.resolution !== resolution) {
          one = { detection, resolution };
          known.set(detection, one);
        }
        wanted.push(one);
      }
      return wanted;
    },
    async ask(detections) {
      if (isAsking) return false;
      const refs = new Map<string, TableRef>();
      for (const { ref } of detections) {
        const key = refKey(ref);
        if (!answers.has(key) && refs.size < batchSize) refs.set(key, ref);
      }
      if (refs.size === 0) return false;
      isAsking = true;
      try {
        const resolutions = await send('resolve', { connectionIds, refs: [...refs.values()] });
        for (const [index, key] of [...refs.keys()].entries())
          answers.set(key, resolutions[index] ?? { status: 'unknown' });
      } finally {
        isAsking = false;
      }
      return true;
    },
    isAsking: () => isAsking,
  };
}
