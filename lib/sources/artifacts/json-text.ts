import { AppError } from '../../errors';
import { parseJson } from '../../parsed';
import { words } from '../../words';

/**
 * The value of a JSON text out of one of dbt's files. Python writes numbers that JSON has no words for (`NaN`, `Infinity`):
 * they are null. Throws `bad-response` for what is no JSON; `name` is the file's, for people.
 */
export function valueIn(text: string, name: string): unknown {
  const read = parseJson(text) ?? parseJson(withoutOddNumbers(text));
  if (!read) throw oddFile(name);
  return read.value;
}

/** One sign at a time: an expression for whole strings remembers every escape, and those of a long one are too many. */
const signs = /\\.|"|-?\b(?:NaN|Infinity)\b/gs;

function withoutOddNumbers(text: string): string {
  let isInString = false;
  return text.replaceAll(signs, (found) => {
    if (found === '"') isInString = !isInString;
    return isInString || found.length < 3 ? found : 'null';
  });
}

/** A file is cut off, or is no JSON. */
export function oddFile(name: string): AppError {
  return new AppError('bad-response', words('dbtOddFile', name));
}
