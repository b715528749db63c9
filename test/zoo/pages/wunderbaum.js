import { Wunderbaum } from 'wunderbaum';
import 'wunderbaum/dist/wunderbaum.css';
import './frame.css';
import { crumbs, filtered, list, open, own } from './shop';

/** A virtual tree without a framework: rows hang in a list as high as the window. */
document.body.innerHTML =
  '<div class="frame"><header></header><nav><form><input type="search" size="16"><label><input type="checkbox"> flat</label></form><div class="tree is-virtual"></div></nav><main></main></div>';
const [search, check] = document.querySelectorAll('input');
const expanded = new Set(open);
const byKey = new Map();
function note(entries) {
  for (const e of entries) {
    byKey.set(e.key, e);
    note(e.children ?? []);
  }
}
const nodeOf = (e) => ({
  key: e.key,
  title: e.label,
  expanded: expanded.has(e.key),
  children: e.children?.map(nodeOf),
});
let tree;
function draw() {
  const entries = filtered(search.value, check.checked);
  note(entries);
  const place = document.querySelector('.tree');
  tree?.destroy?.();
  place.innerHTML = '';
  const box = document.createElement('div');
  box.style.height = `${window.innerHeight - 100}px`;
  place.append(box);
  tree = new Wunderbaum({
    element: box,
    source: entries.map(nodeOf),
    debugLevel: 0,
    render: (e) => {
      const span = e.nodeElem.querySelector('.wb-title');
      const entry = byKey.get(e.node.key);
      if (span && entry) own(span, entry);
    },
    click: (e) => {
      if (!expanded.delete(e.node.key)) expanded.add(e.node.key);
      void e.node.setExpanded(expanded.has(e.node.key), { noAnimation: true });
      return false;
    },
  });
}
search.addEventListener('input', draw);
check.addEventListener('change', draw);
draw();
const head = document.querySelector('header');
crumbs.forEach((crumb, at) => {
  const a = document.createElement('span');
  a.textContent = crumb.label;
  own(a, crumb);
  if (at) head.append('\u00a0→\u00a0');
  head.append(a);
});
document.querySelector('main').append(
  ...list.map((row) => {
    const line = document.createElement('pre');
    line.textContent = row.label;
    own(line, row);
    return line;
  }),
);
