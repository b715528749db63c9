import { useMemo, useRef } from 'react';
import { FileTree, TreeModel } from 'react-aspen';
import { Frame, show, useTree } from './frame';
import { crumbs, filtered, list, open, ownRef } from './shop';

const file = 1;
const folder = 2;

/** A tree of files that never were: paths lead to entries. */
function modelOf(entries) {
  const byPath = new Map();
  const learn = (rows, path) => {
    byPath.set(path, rows);
    for (const row of rows) if (row.children) learn(row.children, `${path}/${row.label}`);
  };
  learn(entries, '/root');
  const host = {
    pathStyle: 'unix',
    getItems: (path) =>
      byPath.get(path).map((entry) => ({
        name: entry.label,
        type: entry.children ? folder : file,
        metadata: { entry },
      })),
    sortComparator: () => 0,
  };
  return new TreeModel(host, '/root');
}

/** Opens what is to be open, parents first. */
async function openAll(handle, directory, keys) {
  for (const child of directory.children ?? []) {
    const entry = child.getMetadata('entry');
    if (!entry.children || !keys.has(entry.key)) continue;
    await handle.openDirectory(child);
    await openAll(handle, child, keys);
  }
}

function Page() {
  const state = useTree();
  const handle = useRef(null);
  // A search makes another tree; opening and closing is the tree's own affair.
  const model = useMemo(() => modelOf(filtered(state.query, state.isFlat)), [state.query, state.isFlat]);
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={crumbs.map((crumb, index) => (
        <span key={crumb.key}>
          {index > 0 && <i style={{ padding: '0 4px' }}>/</i>}
          <span ref={ownRef(crumb)}>{crumb.label}</span>
        </span>
      ))}
      tree={
        <FileTree
          key={`${state.query}${state.isFlat}`}
          model={model}
          width={338}
          height={window.innerHeight - 100}
          itemHeight={24}
          onReady={async (ready) => {
            handle.current = ready;
            await model.root.ensureLoaded?.();
            await openAll(ready, model.root, new Set(open));
          }}
        >
          {({ item }) => {
            const entry = item.getMetadata('entry');
            const toggle = () =>
              item.expanded ? handle.current.closeDirectory(item) : handle.current.openDirectory(item);
            return (
              <div style={{ paddingLeft: 16 * (item.depth - 1), display: 'flex', alignItems: 'center', height: 24 }}>
                <i style={{ width: 18, height: 18, display: 'inline-block' }}>{entry.children ? '▸' : ''}</i>
                <span style={{ display: 'flex' }}>
                  <i style={{ width: 16, height: 16, background: '#88c' }} />
                  <span ref={ownRef(entry)} role="presentation" onClick={() => entry.children && toggle()}>
                    {entry.label}
                  </span>
                </span>
              </div>
            );
          }}
        </FileTree>
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
