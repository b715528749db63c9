import type { DemoRelation } from '../relations';
import { element } from './elements';
import { drawTree, openPath } from './tree';
import { relationView, schemaView, worksheetView } from './views';

// A console in the manner of Snowsight: hash routes, a tree drawn anew at every click, a live editor.

/** What the server of the demo gives this page. */
type Content = { relations: DemoRelation[]; worksheet: { session: string; text: string } };

const areas = [
  { label: 'Catalog', address: '#/data/databases', sign: '▤' },
  { label: 'Worksheet', address: '#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql', sign: '✎' },
];

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

function viewAt(hash: string, { relations, worksheet }: Content): Node[] {
  const [, area, ...rest] = hash.split('/');
  if (area === 'workspaces') return worksheetView(worksheet.session, worksheet.text);
  const [database, schema, name] = [rest[1], rest[3], rest[5]].map((piece) => decodeURIComponent(piece ?? ''));
  if (!database || !schema)
    return [element('h1', {}, 'Databases'), element('p', { class: 'quiet' }, 'Choose a schema in the tree.')];
  openPath(database, schema);
  const inSchema = relations.filter((one) => one.database === database && one.schema === schema);
  if (!name) return schemaView(database, schema, inSchema);
  const relation = inSchema.find((one) => one.name === name);
  return relation
    ? relationView(relation)
    : [element('h1', {}, 'Nothing here'), element('p', {}, 'There is no such object.')];
}

const content: Content = await (await fetch('/lantern/shop/content.json')).json();
const filter = part('filter') as HTMLInputElement; // as: it is an input in console.html

function draw() {
  part('view').replaceChildren(...viewAt(location.hash, content));
  drawTree(part('tree'), content.relations, filter.value);
  part('rail').replaceChildren(
    ...areas.map(({ label, address, sign }) => {
      const isHere = location.hash.split('/')[1] === address.split('/')[1];
      return element('a', { href: address, ...(isHere && { 'aria-current': 'page' }) }, element('b', {}, sign), label);
    }),
  );
}

filter.addEventListener('input', () => drawTree(part('tree'), content.relations, filter.value));
addEventListener('hashchange', draw);
draw();
