import type { DialectId, TableRef } from '../model';
import { parseTableName } from '../sql/table-name';

/** Controls that open a list of choices and show what is chosen. Roles and tags only: no console's own classes. */
const controls = 'button, [role="button"], [role="combobox"], select';

/** What a picker's text would be if it were a file's. */
const fileName = /\.(sql|py|ipynb|md|r|scala|[jt]s|html?|[ct]sv|json|ya?ml|toml|txt|log|xlsx|jar|whl|dbc)$/i;

/** Text that a control shows; for a list of options the chosen one's. Nothing where nobody sees it: pages keep what is behind other tabs. */
export function shownBy(control: Element): string {
  if (!control.checkVisibility({ visibilityProperty: true })) return '';
  const isSelect = control.nodeName === 'SELECT';
  const text = isSelect ? control.querySelector('option[selected], option:checked')?.textContent : control.textContent;
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** A text that is `database.schema` in the warehouse's own spelling and cannot be anything else. */
function pairOf(text: string, dialect: DialectId): Required<Omit<TableRef, 'name'>> | undefined {
  if (text.length > 300 || fileName.test(text)) return undefined;
  const ref = parseTableName(text, dialect);
  if (ref?.schema === undefined || ref.database !== undefined) return undefined;
  // Two parts read as schema and name; in a picker they are one place higher. What has no quotes is spelled as it is stored.
  const pair = { database: ref.schema, schema: ref.name };
  return /["`]/.test(text) || text === `${pair.database}.${pair.schema}` ? pair : undefined;
}

/**
 * The `database.schema` that a picker shows: the one nearest to an editor, else the only one of the page. Where pickers
 * disagree nothing is known.
 */
export function pickedPair(document: Document, near: Element | undefined, dialect: DialectId): Partial<TableRef> {
  let around: Element | null = near?.parentElement ?? document.body;
  for (; around; around = around.parentElement) {
    const pairs = new Map<string, Partial<TableRef>>();
    for (const control of around.querySelectorAll(controls)) {
      const pair = pairOf(shownBy(control), dialect);
      if (pair) pairs.set(JSON.stringify(pair), pair);
    }
    if (pairs.size > 0) return (pairs.size === 1 && [...pairs.values()][0]) || {};
  }
  return {};
}
