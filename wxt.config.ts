import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { choices } from './lib/consoles/choices';

/** Public half of a throw-away key: fixes the extension's id (for tests and for companies' policies). The private half is not kept. */
const publicKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnq7xH+CrqiEVJnVtX/GcXD292/zDujomI7xBdRG9WKS6XkNCEEOqAVQcT6mPzgOXT3sbrkKzFXHhfZ0s7RuiMgXJ5XCln7u2CRfXEdL0ee6egD1qRC8VYFx8BCwEyp6HU7EM5RZ40gywNLWLuyqCy/J0XjaT+YLxL0ptxXl0yQdw+kH+KzYfh/ha57Cd1YpwlbJzKX1r0Hec7A6EvkBdiMcRX7gadSARqBfVYQ4kvSJuVoSF5rsOLan3zCy78rLQlQXwztofKLQ70AiH8KxpKIxsw7sJno6uvXtNn2VYbdgVL3GG3B93BlPwScRlXyltwCWXbRbPhA5Ogeavv4pEDwIDAQAB';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  'connect-src https: http://localhost:* http://127.0.0.1:*',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export default defineConfig({
  imports: false,
  // Tests build beside what is there.
  outDir: process.env.SIDELIGHT_OUT ?? '.output',
  // A constant stays one, where Vite makes a variable of it: engines write its value into their code instead of looking each time, and
  // scripts are 0.1 to 0.3 kB smaller. The reader of SQL takes 0.95 of the time [2026-11-28].
  vite: () => ({ plugins: [preact()], build: { rolldownOptions: { output: { topLevelVar: false } } } }),
  webExt: { disabled: true },
  dev: { server: { host: '127.0.0.1', port: 3117 } },
  zip: {
    artifactTemplate: '{{name}}-{{version}}-{{browser}}-{{manifestVersion}}.zip',
    excludeSources: ['test/**', 'demo/**'],
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: ['storage', 'alarms', 'scripting'],
    commands: {
      'open-card': { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_commandOpenCard__' },
    },
    // Nothing is granted at install: every host is asked for at the click that needs it. The known consoles and dbt's
    // own hosts are named; the two wildcards are there so that a self-hosted console or a private dbt can be asked for.
    optional_host_permissions: [
      ...new Set(choices.flatMap(({ addresses }) => addresses)),
      'https://*.dbt.com/*',
      'https://*.getdbt.com/*',
      'https://*/*',
      'http://*/*',
    ],
    content_security_policy: { extension_pages: contentSecurityPolicy },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'sidelight@sidelight.example',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          key: publicKey,
          externally_connectable: { ids: [] },
          minimum_chrome_version: '116',
          storage: { managed_schema: 'managed_schema.json' },
        }),
  }),
});
