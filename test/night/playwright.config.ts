import { defineConfig } from '@playwright/test';

/** What browsers do in the long run and when they are killed: the second half of `npm run test:night`. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/night',
  workers: 1,
  timeout: 3_600_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
