import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import TreeView from '@cloudscape-design/components/tree-view';
import { applyMode, Mode } from '@cloudscape-design/global-styles';
import '@cloudscape-design/global-styles/index.css';
import { Frame, show, useTree } from './frame';
import { crumbs, list, own, ownRef } from './shop';

if (window.zooIsDark) applyMode(Mode.Dark);

/** The breadcrumb takes texts only: its links are looked up when they are there. */
function ownCrumbs(element) {
  const texts = element ? document.createTreeWalker(element, NodeFilter.SHOW_TEXT) : undefined;
  for (let node = texts?.nextNode(); node; node = texts.nextNode()) {
    const crumb = crumbs.find(({ label }) => label === node.data);
    if (crumb) own(node.parentElement, crumb);
  }
}

const cellOf = (index) => ({
  id: `cell${index}`,
  header: ['Type', 'Owner', 'Size'][index],
  cell: (row) => row.cells[index],
});

function Page() {
  const state = useTree();
  return (
    <Frame
      state={state}
      breadcrumb={
        <div ref={(element) => requestAnimationFrame(() => ownCrumbs(element))}>
          <BreadcrumbGroup items={crumbs.map(({ key, label }) => ({ text: label, href: `#${key}` }))} />
        </div>
      }
      tree={
        <TreeView
          items={state.entries}
          getItemId={({ key }) => key}
          getItemChildren={({ children }) => children}
          expandedItems={[...state.expanded]}
          onItemToggle={({ detail }) => state.toggle(detail.id)}
          connectorLines="vertical"
          renderItem={(entry) => ({
            content: (
              <span ref={ownRef(entry)} role="presentation" onClick={() => state.toggle(entry.key)}>
                {entry.label}
              </span>
            ),
          })}
        />
      }
      list={
        <Table
          trackBy="key"
          header={<Header counter={`(${list.length})`}>Tables</Header>}
          items={list}
          columnDefinitions={[
            { id: 'name', header: 'Name', cell: (row) => <span ref={ownRef(row)}>{row.label}</span> },
            ...[0, 1, 2].map(cellOf),
          ]}
        />
      }
    />
  );
}

show(Page);
