import { Breadcrumbs, HTMLTable, Tag, Tree } from '@blueprintjs/core';
import '@blueprintjs/core/lib/css/blueprint.css';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** Levels are classes, rows have a second label at their end. */
function Page() {
  const state = useTree();
  const nodeOf = (entry) => ({
    id: entry.key,
    label: <span ref={ownRef(entry)}>{entry.label}</span>,
    icon: entry.kind === 'table' ? 'th' : 'folder-close',
    hasCaret: Boolean(entry.children),
    isExpanded: state.expanded.has(entry.key),
    childNodes: entry.children?.map(nodeOf),
    secondaryLabel: entry.kind === 'table' ? <small>2 MB</small> : undefined,
  });
  return (
    <Frame
      state={state}
      breadcrumb={
        <Breadcrumbs
          items={crumbs.map((crumb) => ({ text: <span ref={ownRef(crumb)}>{crumb.label}</span>, href: '#' }))}
        />
      }
      tree={
        <Tree
          contents={state.entries.map(nodeOf)}
          onNodeClick={(node) => state.toggle(node.id)}
          onNodeExpand={(node) => state.toggle(node.id)}
          onNodeCollapse={(node) => state.toggle(node.id)}
        />
      }
      list={
        <HTMLTable>
          <tbody>
            {list.map((row) => (
              <tr key={row.key}>
                <td>
                  <span ref={ownRef(row)}>{row.label}</span>
                </td>
                <td>
                  <Tag>{row.cells[0]}</Tag>
                </td>
                <td>{row.cells[2]}</td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      }
    />
  );
}
show(Page);
