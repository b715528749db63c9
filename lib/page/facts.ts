import type { TableRef } from '../model';
import { beginAlike } from './columns';
import { hasLetter } from './letters';
import { heightOf, type Line, type Spot, type Word } from './lines';
import { inOrder, isText, type List } from './list';
import type { Names } from './names';
import { saysOthers } from './other-kinds';
import { refOf } from './place';

/** A value on its line, and the word for what it is, if that stands before it. */
type Value = { text: string; key?: string };

/** So many values above and below a name are looked at. */
const mostValues = 4;

const textsOn = ({ words }: Line, list: List) => inOrder(words, list).filter((one) => isText(one, list));

/** What a line says in the column of a name, or behind a word that begins where the name's line does. `own`: the texts on that. */
function valueOn(line: Line, word: Word, own: Word[], list: List): Value | undefined {
  const texts = textsOn(line, list);
  const inColumn = texts.findIndex((one) => beginAlike(one, word, list));
  const [first, other] = [texts[0], own[0]];
  const isLast =
    own.length > 1 &&
    own.at(-1) === word &&
    texts.length === own.length &&
    first &&
    other &&
    beginAlike(first, other, list);
  const at = inColumn >= 0 ? inColumn : isLast ? texts.length - 1 : -1;
  const [value, key] = [texts[at], texts[at - 1]];
  return value && { text: value.text, ...(key && hasLetter(key.text) && { key: key.text }) };
}

/**
 * Values above (`step` -1) or below (1) a name, nearest first, as far as they stand close. What stands above one, beside its column,
 * may be its key: the name's own is told to `self`.
 */
function valuesFrom(word: Word, index: number, step: 1 | -1, own: Word[], list: List, self?: Value): Value[] {
  const values: Value[] = [];
  let key: string | undefined;
  let nearer = list.lines[index];
  for (let at = index + step; nearer && values.length < mostValues; at += step) {
    const line = list.lines[at];
    if (!line || Math.abs(line.top - nearer.top) > Math.max(list.gap, 3 * heightOf(word))) break;
    const value = valueOn(line, word, own, list);
    if (value) {
      if (step > 0 && key) value.key ??= key;
      values.push(value);
      nearer = line;
    }
    key = value ? undefined : textsOn(line, list)[0]?.text;
    const upper = values.at(-1) ?? self;
    if (step < 0 && key && upper) upper.key ??= key;
  }
  return values;
}

/**
 * The relation that facts of a thing spell, one below the other in any order: `Database: …`, `Schema: …`, `Table: …`, each word
 * before or above its value. Silence where another table stands among them: then it is a column of a grid.
 */
export function byFacts(name: string, { word, index, line }: Spot, list: List, names: Names): TableRef | undefined {
  const own = textsOn(line, list);
  const self = valueOn(line, word, own, list);
  const up = valuesFrom(word, index, -1, own, list, self);
  const down = valuesFrom(word, index, 1, own, list);
  const step = self?.key ? 1 : 2;
  // The user of a database and schema is named like a table.
  if (saysOthers((self?.key ?? up[0]?.text ?? '').replace(/ ?:$/, ''))) return undefined;
  // Values under words for them alternate with these.
  const isRead = (value: Value | undefined) => value !== undefined && (step === 2 || value.key !== undefined);
  const [above, below] = [up, down].map((values) => values.filter((_, at) => at % step === step - 1).filter(isRead));
  const pairs = [above?.slice(0, 2), below?.slice(0, 2), [above?.[0], below?.[0]]];
  const spelled = pairs.flatMap((pair) => {
    const [one, other] = pair ?? [];
    if (!one || !other) return [];
    return [one, other].flatMap((database, at) => {
      const schema = at === 0 ? other : one;
      if (!names.hasDatabase(database.text)) return [];
      return names
        .relations({ database: database.text, schema: schema.text, name })
        .map((relation) => ({ relation, said: [database, schema] }));
    });
  });
  const [found, ...others] = spelled;
  const isTable = (value: Value) => !found?.said.includes(value) && names.hasTable(value.text);
  // An owner is named like a table.
  const isGrid =
    up.some(isTable) || down.some((value, at) => isTable(value) && !saysOthers(value.key ?? down[at - 1]?.text ?? ''));
  return found && others.length === 0 && !isGrid ? refOf([found.relation]) : undefined;
}
