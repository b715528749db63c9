import { sql } from '@codemirror/lang-sql';
import { EditorView } from '@codemirror/view';
import type { DemoRelation } from '../relations';
import { element } from './elements';
import { addressOf } from './tree';

const start = '#/data/databases';

function crumbs(parts: { label: string; address: string }[]): HTMLElement {
  const links = parts.map(({ label, address }) => element('a', { href: address }, label));
  return element('div', { class: 'crumbs' }, ...links.flatMap((link, index) => (index ? ['/', link] : [link])));
}

function crumbsOf(database: string, schema: string): HTMLElement {
  const address = `${start}/${encodeURIComponent(database)}`;
  return crumbs([
    { label: database, address },
    { label: schema, address: `${address}/schemas/${encodeURIComponent(schema)}` },
  ]);
}

function grid(head: string[], rows: (Node | string)[][]): HTMLElement {
  const line = (cells: (Node | string)[], role: string) =>
    element('div', { role: 'row' }, ...cells.map((cell) => element('div', { role }, cell)));
  return element(
    'div',
    { role: 'table', class: 'grid' },
    line(head, 'columnheader'),
    ...rows.map((row) => line(row, 'cell')),
  );
}

/** A schema: its relations as a list of links. */
export function schemaView(database: string, schema: string, relations: DemoRelation[]): Node[] {
  const rows = relations.map((relation) => [
    element('a', { href: addressOf(relation) }, relation.name),
    relation.isView ? 'View' : 'Table',
    String(relation.columns.length),
  ]);
  return [
    crumbsOf(database, schema),
    element('h1', {}, schema),
    element('p', { class: 'quiet' }, `${relations.length} objects`),
    grid(['Name', 'Kind', 'Columns'], rows),
  ];
}

/** One table or view: heading, tabs, columns. */
export function relationView(relation: DemoRelation): Node[] {
  const tabs = ['Columns', 'Preview', 'History'].map((label, index) =>
    element('button', { role: 'tab', 'aria-selected': String(index === 0) }, label),
  );
  return [
    crumbsOf(relation.database, relation.schema),
    element('h1', {}, relation.name),
    element('p', { class: 'quiet' }, relation.isView ? 'View · owned by TRANSFORMER' : 'Table · owned by TRANSFORMER'),
    element('div', { role: 'tablist', class: 'tabs' }, ...tabs),
    grid(
      ['Column', 'Type'],
      relation.columns.map(({ name, type }) => [name, type]),
    ),
  ];
}

const editorTheme = EditorView.theme({
  '&': { fontSize: '13px' },
  '.cm-content': { fontFamily: '"DejaVu Sans Mono", Menlo, Consolas, monospace', padding: '14px 0' },
  '.cm-line': { padding: '0 18px', lineHeight: '1.65' },
});

/** A worksheet: the session's database and schema, and a live editor. */
export function worksheetView(session: string, text: string): Node[] {
  const editor = element('div', { class: 'editor' });
  new EditorView({ doc: text, parent: editor, extensions: [sql(), editorTheme, EditorView.lineWrapping] });
  return [
    element(
      'div',
      { class: 'bar' },
      element('strong', {}, 'Lanterns sold.sql'),
      element('span', { class: 'spring' }),
      element(
        'div',
        { role: 'button', tabindex: '0', class: 'picker', 'data-testid': 'databaseAndSchemaSelector' },
        session,
      ),
      element('button', { class: 'run' }, 'Run'),
    ),
    editor,
    element('div', { class: 'results quiet' }, 'Run the statement to see its rows here.'),
  ];
}
