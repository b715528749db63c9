import { defineConfig } from '@playwright/test';
import bare from '../detection/playwright.config';

// Real component libraries, driven as people drive them. Long: `npm run test:zoo`.
export default defineConfig({
  ...bare,
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/zoo',
  timeout: 240_000,
  fullyParallel: true,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: '../../.cache/zoo.json' }]],
});
