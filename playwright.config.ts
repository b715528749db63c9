import { defineConfig } from '@playwright/test';

// One worker: on two cores a second one is no faster, and one browser serves all tests of a worker.
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // All tests have not yet been seen to pass without it in a run of their own: CI tries a failed one once more and names it [2026-11-27].
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['json', { outputFile: '.cache/playwright.json' }]],
});
