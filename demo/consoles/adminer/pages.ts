import type { DemoRelation } from '../relations';

// Pages in the manner of Adminer: its addresses and its ids, our own markup, words and looks.

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

/** Where a page of this console is. */
type Place = { url: URL; database: string; schema: string };

function link(place: Place, schema: string, page: Record<string, string>): string {
  const parameters = new URLSearchParams({
    pgsql: 'warehouse',
    username: 'ada',
    db: place.database,
    ns: schema,
    ...page,
  });
  return escaped(`${place.url.origin}/?${parameters}`);
}

function menu(place: Place, relations: DemoRelation[]): string {
  const schemas = [...new Set(relations.map(({ schema }) => schema))];
  const current = place.url.searchParams.get('table') ?? place.url.searchParams.get('select');
  const options = schemas.map((name) => `<option${name === place.schema ? ' selected' : ''}>${escaped(name)}</option>`);
  const rows = relations
    .filter(({ schema }) => schema === place.schema)
    .map(({ name }) => {
      const active = name === current ? ' active' : '';
      return `<li><a class="select" href="${link(place, place.schema, { select: name })}" title="Rows">≡</a>
        <a class="structure${active}" href="${link(place, place.schema, { table: name })}">${escaped(name)}</a></li>`;
    });
  return `<div id="menu"><h1>Desk <span class="version">demo</span></h1>
    <p id="dbs"><label>Database <select name="db"><option selected>${escaped(place.database)}</option></select></label>
    <label>Schema <select name="ns">${options.join('')}</select></label></p>
    <p class="links"><a href="${link(place, place.schema, { sql: '' })}">SQL</a>
    ${schemas.map((name) => `<a href="${link(place, name, {})}">${escaped(name)}</a>`).join(' ')}</p>
    <ul id="tables">${rows.join('')}</ul></div>`;
}

function crumbs(place: Place, title: string): string {
  return `<p id="breadcrumb"><a href="${place.url.origin}/">Servers</a> » <a href="${link(place, '', {})}">${escaped(place.database)}</a>
    » <a href="${link(place, place.schema, {})}">${escaped(place.schema)}</a> » ${title}</p>`;
}

function tableList(place: Place, relations: DemoRelation[]): string {
  const rows = relations
    .filter(({ schema }) => schema === place.schema)
    .map(
      ({ name, isView, columns }, index) => `<tr><td><input type="checkbox" aria-label="Choose"></td>
        <th><a href="${link(place, place.schema, { table: name })}" id="Table-${escaped(name)}">${escaped(name)}</a></th>
        <td>${isView ? 'view' : 'table'}</td><td class="number">${columns.length}</td><td class="number">${isView ? '' : 240 + index * 37}</td></tr>`,
    );
  return `<table><thead><tr><td></td><th>Name</th><th>Kind</th><th>Columns</th><th>Rows</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function structure({ columns }: DemoRelation): string {
  const rows = columns.map(
    ({ name, type }) => `<tr><th>${escaped(name)}</th><td><span>${escaped(type)}</span></td></tr>`,
  );
  return `<table><thead><tr><th>Column</th><th>Type</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function editor(sql: string): string {
  return `<form><pre contenteditable="true" class="sqlarea jush-pgsql" role="textbox" aria-label="Statement" spellcheck="false">${escaped(sql)}</pre>
    <p><button type="button">Run</button></p></form>`;
}

const notHere = 'Nothing of that name is here.';

function content(place: Place, relations: DemoRelation[]): { title: string; html: string } {
  const parameters = place.url.searchParams;
  const name = parameters.get('table') ?? parameters.get('select');
  if (name) {
    const relation = relations.find((one) => one.schema === place.schema && one.name === name);
    const title = `${relation?.isView ? 'View' : 'Table'}: ${escaped(name)}`;
    return { title, html: relation ? structure(relation) : `<p>${notHere}</p>` };
  }
  const sql = parameters.get('sql');
  if (sql !== null) return { title: 'Statement', html: editor(sql) };
  return { title: `Schema: ${escaped(place.schema)}`, html: tableList(place, relations) };
}

/** The page for an address of the demo console; the address says what is on it, as in Adminer. */
export function adminerPage(url: URL, relations: DemoRelation[]): string {
  const database = relations[0]?.database ?? '';
  const schema = url.searchParams.get('ns') || (relations[0]?.schema ?? '');
  const place = { url, database, schema };
  const { title, html } = content(place, relations);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} · Desk</title><link rel="stylesheet" href="/desk.css"></head>
    <body><div id="content">${crumbs(place, title)}<h2>${title}</h2>${html}</div><div id="foot">${menu(place, relations)}</div></body></html>`;
}
