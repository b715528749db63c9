import type { Console } from './console';

/** No address of its names anything; its tree is nested (2024-10). */
export const cloudbeaver: Console = {
  id: 'cloudbeaver',
  dialect: 'postgres',
  isConsole: (_, document) => document.querySelector('[data-tree-node-control]') !== null,
  leaveAlone: ['.rdg', '.cm-tooltip-autocomplete'],
};
