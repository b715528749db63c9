import { List } from 'react-window';
import { Frame, rowsOf, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** A list of rows that knows nothing of trees: depth is padding. */
function Row({ index, style, rows, expanded, toggle }) {
  const { entry, depth } = rows[index];
  const mark = entry.children ? (expanded.has(entry.key) ? '▾' : '▸') : '';
  return (
    <div
      style={{ ...style, display: 'flex', alignItems: 'center', boxSizing: 'border-box', paddingLeft: 8 + depth * 14 }}
    >
      <i style={{ width: 16, fontStyle: 'normal' }}>{mark}</i>
      <span ref={ownRef(entry)} role="presentation" onClick={() => toggle(entry.key)}>
        {entry.label}
      </span>
    </div>
  );
}

function Page() {
  const state = useTree();
  const rows = rowsOf(state.entries, state.expanded);
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={crumbs.map((crumb, index) => (
        <span key={crumb.key}>
          {index > 0 && <span style={{ padding: '0 6px' }}>/</span>}
          <span ref={ownRef(crumb)}>{crumb.label}</span>
        </span>
      ))}
      tree={
        <List
          style={{ height: window.innerHeight - 100 }}
          rowComponent={Row}
          rowCount={rows.length}
          rowHeight={24}
          rowProps={{ rows, expanded: state.expanded, toggle: state.toggle }}
        />
      }
      list={
        <List
          style={{ height: window.innerHeight - 60 }}
          rowComponent={ListRow}
          rowCount={list.length}
          rowHeight={28}
          rowProps={{}}
        />
      }
    />
  );
}

function ListRow({ index, style }) {
  const row = list[index];
  return (
    <div style={{ ...style, display: 'grid', gridTemplateColumns: '3fr 1fr 1fr 1fr' }}>
      <span ref={ownRef(row)}>{row.label}</span>
      {row.cells.map((cell) => (
        <span key={cell}>{cell}</span>
      ))}
    </div>
  );
}

show(Page);
