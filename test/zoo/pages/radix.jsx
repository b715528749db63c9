import * as Collapsible from '@radix-ui/react-collapsible';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** A tree made of collapsibles, as design systems on top of Radix do: names stand in buttons. */
function Branch({ entry, state, depth }) {
  const row = {
    display: 'flex',
    gap: 6,
    alignItems: 'center',
    height: 28,
    width: '100%',
    border: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
  };
  if (!entry.children) {
    return (
      <div style={{ ...row, paddingLeft: 22 }}>
        <span ref={ownRef(entry)}>{entry.label}</span>
      </div>
    );
  }
  return (
    <Collapsible.Root open={state.expanded.has(entry.key)} onOpenChange={() => state.toggle(entry.key)}>
      <Collapsible.Trigger style={row}>
        <svg width="12" height="12" viewBox="0 0 12 12">
          <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" />
        </svg>
        <span ref={ownRef(entry)} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          {entry.label}
        </span>
      </Collapsible.Trigger>
      <Collapsible.Content style={{ marginLeft: 11, paddingLeft: 8, borderLeft: '1px solid #8884' }}>
        {entry.children.map((child) => (
          <Branch key={child.key} entry={child} state={state} depth={depth + 1} />
        ))}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

function Page() {
  const state = useTree();
  return (
    <Frame
      state={state}
      breadcrumb={
        <nav>
          <ol style={{ display: 'flex', gap: 6, listStyle: 'none', padding: 0 }}>
            {crumbs.map((crumb, index) => [
              index > 0 && (
                <li key={`${crumb.key}s`} role="presentation">
                  <svg width="12" height="12" viewBox="0 0 12 12">
                    <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" />
                  </svg>
                </li>
              ),
              <li key={crumb.key} ref={ownRef(crumb)}>
                {crumb.label}
              </li>,
            ])}
          </ol>
        </nav>
      }
      tree={state.entries.map((entry) => <Branch key={entry.key} entry={entry} state={state} depth={0} />)}
      list={list.map((row) => (
        <div key={row.key} style={{ display: 'flex', justifyContent: 'space-between' }}>
          <span ref={ownRef(row)}>{row.label}</span>
          <span>{row.cells[2]}</span>
        </div>
      ))}
    />
  );
}

show(Page);
