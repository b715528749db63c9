import { defineConfig } from '@playwright/test';
import detection from '../detection/playwright.config';

// The editors themselves, live: half a minute, and their packages the first time. A lane of its own in .ci/run.
export default defineConfig({
  ...detection,
  testMatch: ['editors/*.spec.ts'],
  outputDir: '../../test-results/editors',
  reporter: [['list'], ['json', { outputFile: '../../.cache/editors.json' }]],
});
