import { useEffect, useRef } from 'react';
import { Tree } from 'react-arborist';
import { Frame, show, useTree } from './frame';
import { crumbs, list, open, ownRef } from './shop';

const icon = (isOpen) => (
  <svg width="12" height="12" viewBox="0 0 12 12">
    <path d={isOpen ? 'M2 4l4 4 4-4' : 'M4 2l4 4-4 4'} fill="none" stroke="currentColor" />
  </svg>
);

function Node({ node, style, dragHandle }) {
  return (
    <div
      ref={dragHandle}
      role="presentation"
      style={{ ...style, display: 'flex', gap: 4, alignItems: 'center', height: '100%' }}
      onClick={() => node.toggle()}
    >
      {node.isInternal ? icon(node.isOpen) : <svg width="12" height="12" />}
      <span ref={ownRef(node.data)} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {node.data.label}
      </span>
    </div>
  );
}

function Page() {
  const state = useTree();
  const tree = useRef(null);
  useEffect(() => {
    if (state.query !== '') tree.current?.openAll();
  }, [state.query]);
  return (
    <Frame
      state={state}
      isVirtual
      breadcrumb={crumbs.map((crumb, index) => (
        <span key={crumb.key} style={{ whiteSpace: 'pre' }}>
          {index > 0 && ' › '}
          <b ref={ownRef(crumb)}>{crumb.label}</b>
        </span>
      ))}
      tree={
        <Tree
          ref={tree}
          data={state.entries}
          idAccessor="key"
          openByDefault={false}
          initialOpenState={Object.fromEntries(open.map((key) => [key, true]))}
          width={338}
          height={window.innerHeight - 100}
          rowHeight={26}
          indent={18}
          disableDrag
        >
          {Node}
        </Tree>
      }
      list={
        <ul>
          {list.map((row) => (
            <li key={row.key}>
              <span ref={ownRef(row)}>{row.label}</span> <small>{row.cells.join(', ')}</small>
            </li>
          ))}
        </ul>
      }
    />
  );
}

show(Page);
