import '@shoelace-style/shoelace/dist/components/breadcrumb/breadcrumb.js';
import '@shoelace-style/shoelace/dist/components/breadcrumb-item/breadcrumb-item.js';
import '@shoelace-style/shoelace/dist/components/tree/tree.js';
import '@shoelace-style/shoelace/dist/components/tree-item/tree-item.js';
import '@shoelace-style/shoelace/dist/themes/light.css';
import './frame.css';
import { crumbs, filtered, list, open, own } from './shop';

// Web components: rows, labels and links stand in open shadow roots, or are slotted into them.
document.body.innerHTML = `
  <div class="frame">
    <header><sl-breadcrumb></sl-breadcrumb></header>
    <nav>
      <form><input type="search" size="16"><label><input type="checkbox"> flat</label></form>
      <div class="tree"><sl-tree selection="leaf"></sl-tree></div>
    </nav>
    <main></main>
  </div>`;

const [search, check] = document.querySelectorAll('input');
const tree = document.querySelector('sl-tree');
const expanded = new Set(open);

function itemOf(entry) {
  const item = document.createElement('sl-tree-item');
  const label = document.createElement('span');
  label.textContent = entry.label;
  own(label, entry);
  item.append(label, ...(entry.children ?? []).map(itemOf));
  item.expanded = expanded.has(entry.key);
  item.addEventListener('sl-expand', (event) => event.target === item && expanded.add(entry.key));
  item.addEventListener('sl-collapse', (event) => event.target === item && expanded.delete(entry.key));
  return item;
}

const draw = () => tree.replaceChildren(...filtered(search.value, check.checked).map(itemOf));
search.addEventListener('input', draw);
check.addEventListener('change', draw);
draw();

document.querySelector('sl-breadcrumb').append(
  ...crumbs.map((crumb) => {
    const item = document.createElement('sl-breadcrumb-item');
    item.textContent = crumb.label;
    own(item, crumb);
    return item;
  }),
);
document.querySelector('main').append(
  ...list.map((row) => {
    const line = document.createElement('div');
    line.textContent = row.label;
    own(line, row);
    return line;
  }),
);
