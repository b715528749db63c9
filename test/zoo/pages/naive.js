import { NBreadcrumb, NBreadcrumbItem, NDataTable, NTree } from 'naive-ui';
import { h, ref } from 'vue';
import { label, showVue } from './frame-vue';
import { crumbs, list, open } from './shop';

/** A virtual tree whose rows are moved by a padding. */
const expanded = ref([...open]);
showVue({
  isVirtual: true,
  breadcrumb: () =>
    h(NBreadcrumb, null, () => crumbs.map((crumb) => h(NBreadcrumbItem, { key: crumb.key }, () => label(crumb)))),
  tree: (entries) =>
    h(NTree, {
      data: entries,
      keyField: 'key',
      labelField: 'label',
      blockLine: true,
      expandOnClick: true,
      virtualScroll: true,
      style: `height:${window.innerHeight - 100}px`,
      expandedKeys: expanded.value,
      'onUpdate:expandedKeys': (keys) => (expanded.value = keys),
      renderLabel: ({ option }) => label(option),
      animated: false,
    }),
  list: () =>
    h(NDataTable, {
      data: list,
      columns: [
        { title: 'Name', key: 'label', render: (row) => label(row) },
        { title: 'Owner', key: 'o', render: (row) => row.cells[1] },
      ],
    }),
});
