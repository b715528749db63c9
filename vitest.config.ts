import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

/** Runs after WXT's own set-up file: leaves only `chrome`, as in Chromium; `browser` is what Firefox has. */
const lateSetup = { name: 'late-setup', config: () => ({ test: { setupFiles: ['test/unit-setup.ts'] } }) };

export default defineConfig({
  plugins: [WxtVitest(), lateSetup],
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'test/night/**'],
    passWithNoTests: false,
    // Property tests on a machine that is busy with other things need more than the usual five seconds.
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: '.cache/vitest.json' }]],
  },
});
