import { Breadcrumb, ConfigProvider, Table, Tree, theme } from 'antd';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

const isDark = window.zooIsDark === true;
const nodeOf = (entry) => ({
  key: entry.key,
  title: entry,
  children: entry.children?.map(nodeOf),
  isLeaf: !entry.children,
});

const columns = [
  { title: 'Name', dataIndex: 'label', render: (label, row) => <span ref={ownRef(row)}>{label}</span> },
  ...['Type', 'Owner', 'Size'].map((title, index) => ({ title, render: (row) => row.cells[index] })),
];

function Page() {
  const state = useTree();
  return (
    <ConfigProvider theme={{ algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm }}>
      <Frame
        state={state}
        isVirtual
        breadcrumb={
          <Breadcrumb items={crumbs.map((crumb) => ({ title: <span ref={ownRef(crumb)}>{crumb.label}</span> }))} />
        }
        tree={
          <Tree
            height={window.innerHeight - 100}
            treeData={state.entries.map(nodeOf)}
            expandedKeys={[...state.expanded]}
            onExpand={(keys) => state.setExpanded(new Set(keys))}
            onSelect={(_, { node }) => state.toggle(node.key)}
            titleRender={({ title }) => <span ref={ownRef(title)}>{title.label}</span>}
            motion={null}
            blockNode
          />
        }
        list={<Table rowKey="key" size="small" columns={columns} dataSource={list} pagination={false} />}
      />
    </ConfigProvider>
  );
}

show(Page);
