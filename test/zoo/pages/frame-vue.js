import { computed, createApp, h, ref } from 'vue';
import './frame.css';
import { filtered, own } from './shop';

/** A label, and whose it is. */
export const label = (entry, tag = 'span') =>
  h(tag, { ref: (element) => element && own(element, entry), key: entry.key }, entry.label);

/** A console in Vue; `parts` gives its breadcrumb, tree and list. */
export function showVue(parts, use = (app) => app) {
  const query = ref('');
  const isFlat = ref(false);
  const entries = computed(() => filtered(query.value, isFlat.value));
  const Page = {
    render: () =>
      h('div', { class: 'frame' }, [
        h('header', parts.breadcrumb()),
        h('nav', [
          h('form', [
            h('input', { type: 'search', size: 16, onInput: ({ target }) => (query.value = target.value) }),
            h('label', [
              h('input', { type: 'checkbox', onChange: ({ target }) => (isFlat.value = target.checked) }),
              ' flat',
            ]),
          ]),
          h('div', { class: parts.isVirtual ? 'tree is-virtual' : 'tree' }, [parts.tree(entries.value, query.value)]),
        ]),
        h('main', parts.list()),
      ]),
  };
  const root = document.createElement('div');
  document.body.append(root);
  use(createApp(Page)).mount(root);
}
