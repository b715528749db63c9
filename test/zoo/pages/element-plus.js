import { ElBreadcrumb, ElBreadcrumbItem, ElTable, ElTableColumn, ElTreeV2 } from 'element-plus';
import 'element-plus/dist/index.css';
import { h } from 'vue';
import { label, showVue } from './frame-vue';
import { crumbs, list, open } from './shop';

showVue({
  isVirtual: true,
  breadcrumb: () =>
    h(ElBreadcrumb, { separator: '/' }, () =>
      crumbs.map((crumb) => h(ElBreadcrumbItem, { key: crumb.key }, () => label(crumb))),
    ),
  tree: (entries, query) =>
    h(
      ElTreeV2,
      {
        key: query === '' ? 'all' : 'found',
        data: entries,
        height: window.innerHeight - 100,
        itemSize: 26,
        props: { value: 'key', label: 'label', children: 'children' },
        defaultExpandedKeys: open,
        expandOnClickNode: true,
      },
      { default: ({ data }) => label(data) },
    ),
  list: () =>
    h(ElTable, { data: list }, () => [
      h(ElTableColumn, { label: 'Name', width: 360 }, { default: ({ row }) => label(row) }),
      h(ElTableColumn, { label: 'Owner' }, { default: ({ row }) => row.cells[1] }),
    ]),
});
