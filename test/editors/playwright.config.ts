import { defineConfig } from '@playwright/test';
import detection from '../detection/playwright.config';

// The editors themselves, live. A lane of its own while six of its 44 tests fail [2026-11-26].
export default defineConfig({
  ...detection,
  testMatch: ['editors/*.spec.ts'],
  outputDir: '../../test-results/editors',
  reporter: [['list']],
});
