import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import './frame.css';
import { filtered, open } from './shop';

/** State of a tree that is searched, expanded and collapsed. */
export function useTree() {
  const [query, setQuery] = useState('');
  const [isFlat, setFlat] = useState(false);
  const [expanded, setExpanded] = useState(() => new Set(open));
  const toggle = (key) =>
    setExpanded((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return { entries: filtered(query, isFlat), expanded, setExpanded, toggle, query, setQuery, isFlat, setFlat };
}

/** The rows of a tree that is drawn as a flat list: those whose parents are expanded, each with its depth. */
export function rowsOf(entries, expanded, depth = 0) {
  return entries.flatMap((entry) => [
    { entry, depth },
    ...(expanded.has(entry.key) ? rowsOf(entry.children ?? [], expanded, depth + 1) : []),
  ]);
}

/** A console: breadcrumb above, tree at the left, a list of tables beside it. */
export function Frame({ state, breadcrumb, tree, list, isVirtual = false }) {
  return (
    <div className="frame">
      <header>{breadcrumb}</header>
      <nav>
        <form onSubmit={(event) => event.preventDefault()}>
          <input type="search" size={16} value={state.query} onChange={(event) => state.setQuery(event.target.value)} />
          <label>
            <input type="checkbox" checked={state.isFlat} onChange={() => state.setFlat(!state.isFlat)} /> flat
          </label>
        </form>
        <div className={isVirtual ? 'tree is-virtual' : 'tree'}>{tree}</div>
      </nav>
      <main>{list}</main>
    </div>
  );
}

export function show(Page) {
  const root = document.createElement('div');
  document.body.append(root);
  createRoot(root).render(<Page />);
}
