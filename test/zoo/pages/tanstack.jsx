import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Frame, rowsOf, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** A headless virtual list: rows are placed by `transform`, depth is counted filler elements, as in VS Code's tree. */
const fillers = [1, 2, 3, 4, 5, 6, 7];

function Page() {
  const state = useTree();
  const pane = useRef(null);
  const rows = rowsOf(state.entries, state.expanded);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => 22,
    getItemKey: (index) => rows[index].entry.key,
    overscan: 4,
  });
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={crumbs.map((crumb) => (
        <span key={crumb.key}>
          <span ref={ownRef(crumb)}>{crumb.label}</span>
          <span style={{ padding: '0 4px' }}>/</span>
        </span>
      ))}
      tree={
        <div ref={pane} style={{ height: window.innerHeight - 100, overflow: 'auto' }}>
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ key, index, start, size }) => (
              <div
                key={key}
                style={{
                  position: 'absolute',
                  top: 0,
                  left: 0,
                  right: 0,
                  height: size,
                  transform: `translateY(${start}px)`,
                  display: 'flex',
                }}
              >
                {fillers.slice(0, rows[index].depth).map((level) => (
                  <i key={level} style={{ width: 8, flex: 'none' }} />
                ))}
                <i style={{ width: 16, flex: 'none', textAlign: 'center' }}>{rows[index].entry.children ? '›' : ''}</i>
                <span
                  ref={ownRef(rows[index].entry)}
                  role="presentation"
                  onClick={() => state.toggle(rows[index].entry.key)}
                >
                  {rows[index].entry.label}
                </span>
                <span style={{ marginLeft: 'auto', opacity: 0.6 }}>{rows[index].entry.kind}</span>
              </div>
            ))}
          </div>
        </div>
      }
      list={list.map((row) => (
        <div key={row.key} ref={ownRef(row)}>
          {row.label}
        </div>
      ))}
    />
  );
}

show(Page);
