import type { Console } from './console';

/** `…/branches/<branch>/tables?database=D`, `…/sql-editor?database=D`. Its list of tables may stand in a shadow root. */
export const neon: Console = {
  id: 'neon',
  dialect: 'postgres',
  isConsole: ({ hostname }) => hostname === 'console.neon.tech',
  session(document) {
    const database = new URL(document.location.href).searchParams.get('database');
    return database ? { database } : {};
  },
  isOneDatabase: true,
};
