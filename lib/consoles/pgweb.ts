import type { Console } from './console';

/** One page, one database; its rows carry `data-id="schema.table"` (v0.17, 2026-05). */
export const pgweb: Console = {
  id: 'pgweb',
  dialect: 'postgres',
  isConsole: (_, document) =>
    document.getElementById('objects') !== null && document.getElementById('current_database') !== null,
  session(document) {
    const database = document.getElementById('current_database')?.textContent?.trim();
    return database ? { database } : {};
  },
  isOneDatabase: true,
  leaveAlone: ['#results', '#results_view'],
};
