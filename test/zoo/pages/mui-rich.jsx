import { RichTreeView } from '@mui/x-tree-view/RichTreeView';
import { TreeItem } from '@mui/x-tree-view/TreeItem';
import { forwardRef } from 'react';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** Items as data; the label is drawn by a slot. Lists of names as chips on lines. */
const Item = forwardRef(function Item(props, ref) {
  return <TreeItem {...props} ref={ref} label={<span ref={ownRef({ key: props.itemId })}>{props.label}</span>} />;
});

function Page() {
  const state = useTree();
  return (
    <Frame
      state={state}
      breadcrumb={crumbs.map((crumb, index) => (
        <span key={crumb.key} style={{ display: 'inline-flex', alignItems: 'center' }}>
          {index > 0 && (
            <svg width="16" height="16" viewBox="0 0 16 16">
              <path d="M6 4l4 4-4 4" fill="none" stroke="currentColor" />
            </svg>
          )}
          <button type="button" ref={ownRef(crumb)}>
            {crumb.label}
          </button>
        </span>
      ))}
      tree={
        <RichTreeView
          items={state.entries}
          getItemId={({ key }) => key}
          getItemLabel={({ label }) => label}
          expandedItems={[...state.expanded]}
          onExpandedItemsChange={(_, keys) => state.setExpanded(new Set(keys))}
          slots={{ item: Item }}
          itemChildrenIndentation={20}
        />
      }
      list={list.map((row) => (
        <p key={row.key} style={{ margin: '4px 0' }}>
          <code ref={ownRef(row)}>{row.label}</code>
        </p>
      ))}
    />
  );
}

show(Page);
