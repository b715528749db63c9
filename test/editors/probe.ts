import type { Detection, DialectId, TableRef, Vocabulary } from '../../lib/model';
import { type Due, dueAfter, dueAfterEvent, type Stakes } from '../../lib/page/matters';
import { namesOf } from '../../lib/page/names';
import { type Reading, read, readEditors } from '../../lib/page/read';
import { editors } from '../../lib/page/readers/editors';
import { rowMemory } from '../../lib/page/row-memory';
import { observed } from '../../lib/page/watch';
import { type Group, vocabularyOf } from '../grouped-names';

/** What a test says of the page: whose names are known, and what the console has chosen. */
export type Setting = { dialect: DialectId; tables: string[]; session?: Partial<TableRef> };

/** One marked name. `text`: what its range covers. `isFresh`: range and detection are not those of the look before. */
export type SeenMark = { label: string; text: string; name: string; top: number; left: number; isFresh: boolean };

let before = new Set<object>();
const memory = rowMemory();

function knownIn({ dialect, tables }: Setting): Vocabulary {
  const groups = new Map<string, Group>();
  for (const table of tables) {
    const [name = '', schema = '', database] = table.split('.').toReversed();
    const key = `${database}.${schema}`;
    const group = groups.get(key) ?? { ...(database && { database }), schema, isExact: true, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return vocabularyOf(dialect, [...groups.values()]);
}

/** As last read. `isDue`: editors are to be read before the next paint. */
let last: { reading: Reading; setting: string; isDue: boolean } | undefined;
let looks = 0;

/** As the content script does: changes that lie in editors only are answered by reading what changed, inside the observer's callback. */
function answer(dueAfterAll: (stakes: Stakes) => Due): void {
  if (!last?.reading.scene) return;
  const { reading } = last;
  const due = dueAfterAll({ names: last.reading.scene.names, reading, leaveAlone: [], named: [] });
  if (due.page || due.lists.size > 0) last = undefined;
  else if (due.editors === 'now') last = { ...last, reading: readEditors(reading).reading, isDue: false };
  else if (due.editors) last.isDue = true;
}

const hear = (records: MutationRecord[]) => answer((stakes) => dueAfter(records, stakes));
const observer = new MutationObserver(hear);
observer.observe(document, observed);
document.addEventListener('input', (event) => answer((stakes) => dueAfterEvent(event, stakes)), { capture: true });

/** What is seen of a name, for comparing. */
const told = ({ label, ref, anchor }: Detection) =>
  JSON.stringify([label, ref, anchor instanceof Range ? anchor.toString() : '']);

/**
 * Reads the page as the content script would: after changes that lie in editors only it reads what changed. Every third time the whole is read as
 * well, and has to say the same.
 */
function readAsShipped(setting: Setting): Reading {
  const console = setting.session && {
    id: 'test',
    name: 'Test',
    dialect: setting.dialect,
    addresses: [],
    isConsole: () => true,
    session: () => setting.session ?? {},
  };
  const names = namesOf(knownIn(setting));
  const now = JSON.stringify(setting);
  hear(observer.takeRecords());
  let again: Reading | undefined;
  if (last?.setting === now) again = last.isDue ? readEditors(last.reading).reading : last.reading;
  looks++;
  if (!again || looks % 3 === 0) {
    const whole = read({ document, url: new URL(location.href), names, console, memory, editors });
    const [one, other] = [again ?? whole, whole].map(({ detections }) => detections.map(told).toSorted());
    if (JSON.stringify(one) !== JSON.stringify(other))
      throw new Error(`Read after changes: ${JSON.stringify(one)}; as a whole: ${JSON.stringify(other)}`);
    again = whole;
  }
  last = { reading: again, setting: now, isDue: false };
  return again;
}

/** The names in editors from top to bottom, left to right. */
function marks(setting: Setting): { marks: SeenMark[]; ms: number } {
  const started = performance.now();
  const { detections, failed } = readAsShipped(setting);
  const ms = performance.now() - started;
  if (failed.length > 0) throw new Error(`These readers threw: ${failed.join(', ')}`);
  const seen = detections
    .filter(({ reader }) => reader === 'editors')
    .map((detection): SeenMark => {
      const { label, ref, anchor } = detection;
      const { top, left } = anchor?.getBoundingClientRect() ?? { top: 0, left: 0 };
      const text = anchor instanceof Range ? anchor.toString() : '';
      return {
        label,
        text,
        name: [ref.database, ref.schema, ref.name].filter(Boolean).join('.'),
        top,
        left,
        isFresh: !before.has(detection),
      };
    });
  before = new Set(detections);
  return { marks: seen.toSorted((one, other) => one.top - other.top || one.left - other.left), ms };
}

export type Marks = typeof marks;

// What the tests call in the page. It is never part of the product.
Object.assign(globalThis, { sidelightMarks: marks });
