// What every page of the zoo shows: handed over by the test before the page's own script runs.
export const { tree, list, crumbs, open } = window.zooShop;

/** Which element shows which entry. Known to the test alone: no attribute, no class says it. */
const owners = new Map();
let rows = new Set();
let isFiltered = false;

export function own(element, entry) {
  owners.set(element, entry.key);
}

/** A `ref` for React that says whose label an element is. */
export const ownRef = (entry) => (element) => {
  if (element) own(element, entry);
};

function flat(entries) {
  return entries.flatMap((entry) => [entry, ...flat(entry.children ?? [])]);
}

const keysOfTree = new Set(flat(tree).map(({ key }) => key));

/** The tree as far as it holds the searched text: with the parents of what was found, or what was found alone. */
export function filtered(query, isFlat) {
  const shown = query === '' ? tree : isFlat ? found(tree, query) : withParents(tree, query);
  rows = new Set(flat(shown).map(({ key }) => key));
  isFiltered = query !== '';
  return shown;
}

const matches = ({ kind, label }, query) => kind === 'table' && label.toLowerCase().includes(query.toLowerCase());

function found(entries, query) {
  return flat(entries)
    .filter((entry) => matches(entry, query))
    .map(({ key, label, kind }) => ({ key, label, kind }));
}

function withParents(entries, query) {
  return entries.flatMap((entry) => {
    if (matches(entry, query)) return [{ key: entry.key, label: entry.label, kind: entry.kind }];
    const children = withParents(entry.children ?? [], query);
    return children.length > 0 ? [{ ...entry, children }] : [];
  });
}

filtered('', false);

/** Entry that each element shows now, and whether its parents are in the tree at all. */
window.zoo = {
  shown: () =>
    [...owners]
      .filter(([element]) => element.isConnected)
      .map(([element, key]) => ({ element, key, hasParents: !keysOfTree.has(key) || isTold(key) })),
};

const parents = new Map();
function learn(entries, parent) {
  for (const entry of entries) {
    parents.set(entry.key, parent);
    learn(entry.children ?? [], entry);
  }
}
learn(tree, undefined);

function isTold(key) {
  for (let parent = parents.get(key); parent; parent = parents.get(parent.key))
    if (!rows.has(parent.key) && isFiltered) return false;
  return true;
}
