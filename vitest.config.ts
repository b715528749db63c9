import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

/** Runs after WXT's own set-up file: leaves only `chrome`, as in Chromium; `browser` is what Firefox has. */
const lateSetup = { name: 'late-setup', config: () => ({ test: { setupFiles: ['test/unit-setup.ts'] } }) };

export default defineConfig({
  plugins: [WxtVitest(), lateSetup],
  test: {
    // What has to do with documents asks for one at its head: making one takes as long as many a file's tests.
    environment: 'node',
    // One less than there are processors is the usual number, and that is one on two.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'test/night/**'],
    passWithNoTests: false,
    // Property tests on a machine that is busy with other things need more than the usual five seconds.
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: '.cache/vitest.json' }]],
  },
});
