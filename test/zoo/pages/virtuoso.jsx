import { TableVirtuoso, Virtuoso } from 'react-virtuoso';
import { Frame, rowsOf, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** A virtual list whose rows stand in a box as high as the list, pushed down by a padding: scrolled, that box is out of the window. */

function Page() {
  const state = useTree();
  const rows = rowsOf(state.entries, state.expanded);
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={
        <div>
          {crumbs.map((crumb, at) => (
            <span key={crumb.key}>
              {at > 0 && ' > '}
              <span ref={ownRef(crumb)}>{crumb.label}</span>
            </span>
          ))}
        </div>
      }
      tree={
        <Virtuoso
          style={{ height: window.innerHeight - 100 }}
          data={rows}
          itemContent={(_, { entry, depth }) => (
            <div
              role="presentation"
              onClick={() => state.toggle(entry.key)}
              style={{ paddingLeft: depth * 12 + 8, lineHeight: '24px' }}
            >
              {entry.children ? (state.expanded.has(entry.key) ? '▾ ' : '▸ ') : ''}
              <span ref={ownRef(entry)}>{entry.label}</span>
              {entry.kind === 'column' && <em style={{ color: '#888' }}> varchar</em>}
            </div>
          )}
        />
      }
      list={
        <TableVirtuoso
          style={{ height: 500 }}
          data={list}
          fixedHeaderContent={() => (
            <tr>
              <th>Table</th>
              <th>Rows</th>
            </tr>
          )}
          itemContent={(_, row) => (
            <>
              <td ref={ownRef(row)}>{row.label}</td>
              <td>{row.cells[2]}</td>
            </>
          )}
        />
      }
    />
  );
}
show(Page);
