import { AllCommunityModule, ModuleRegistry } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { Frame, rowsOf, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** A tree drawn as a grid: rows are placed by `transform` and recycled out of order, and the head of their column stays at the top. */
ModuleRegistry.registerModules([AllCommunityModule]);

function Page() {
  const state = useTree();
  const rows = rowsOf(state.entries, state.expanded);
  const Cell = ({ data }) => (
    <span style={{ paddingLeft: data.depth * 14 }}>
      <i style={{ display: 'inline-block', width: 14 }}>{data.entry.children ? '▸' : ''}</i>
      <span ref={ownRef(data.entry)}>{data.entry.label}</span>
    </span>
  );
  const Name = ({ data }) => <span ref={ownRef(data)}>{data.label}</span>;
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={
        <h2 style={{ fontSize: 14 }}>
          {crumbs.map((crumb, at) => (
            <span key={crumb.key}>
              {at > 0 && '.'}
              <span ref={ownRef(crumb)}>{crumb.label}</span>
            </span>
          ))}
        </h2>
      }
      tree={
        <div style={{ height: window.innerHeight - 100, width: 339 }}>
          <AgGridReact
            rowData={rows}
            getRowId={({ data }) => data.entry.key}
            columnDefs={[
              { field: 'entry', headerName: 'Object', flex: 1, cellRenderer: Cell, valueFormatter: () => '' },
            ]}
            rowHeight={26}
            onRowClicked={({ data }) => state.toggle(data.entry.key)}
            animateRows={false}
          />
        </div>
      }
      list={
        <div style={{ height: 600 }}>
          <AgGridReact
            rowData={list}
            getRowId={({ data }) => data.key}
            columnDefs={[
              { headerName: 'Name', width: 400, cellRenderer: Name, field: 'label' },
              { headerName: 'Kind', valueGetter: ({ data }) => data.cells[0] },
              { headerName: 'Owner', valueGetter: ({ data }) => data.cells[1] },
            ]}
          />
        </div>
      }
    />
  );
}
show(Page);
