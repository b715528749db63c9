import { defineConfig } from 'vitest/config';
import everyday from './vitest.config';

/** What takes too long for every change: `npm run test:night`. */
export default defineConfig({
  ...everyday,
  test: {
    ...everyday.test,
    include: ['test/night/**/*.test.ts'],
    exclude: ['node_modules/**'],
    testTimeout: 3_600_000,
  },
});
