import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const found = fileURLToPath(new URL('../../.cache/browser.json', import.meta.url));

/** The browser that `test/setup.mjs --browser` found. */
function browserPath(): string {
  return process.env.SIDELIGHT_CHROMIUM ?? JSON.parse(readFileSync(found, 'utf8')).path;
}

// Readers on bare pages: layout needs a browser, the extension around them does not matter. One browser for all.
export default defineConfig({
  testDir: '..',
  testMatch: ['consoles/*.spec.ts', 'detection/*.spec.ts', 'drift/*.spec.ts'],
  outputDir: '../../test-results/detection',
  workers: 1,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '../../.cache/detection.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: browserPath(),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
