// Prints one line, `N passed, N failed`, from the reports that the test runners left in .cache/. Arguments name steps
// that ended badly: one whose reports show no failed test (a linter, a build) counts as one failure of its own.
import { readFileSync } from 'node:fs';

const none = { passed: 0, failed: 0, skipped: 0, flaky: 0 };

/** How each runner writes its totals. */
const readers = {
  vitest: (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
  }),
  playwright: ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected ? 0 : errors.length),
    flaky: stats.flaky,
    skipped: stats.skipped,
  }),
  detection: (report) => readers.playwright(report),
  editors: (report) => readers.playwright(report),
  consoles: ({ passed, failed, skipped }) => ({ passed, failed, skipped }),
};

/** Which reports each step of .ci/run writes. */
const steps = { test: ['vitest', 'playwright', 'detection'], editors: ['editors'], consoles: ['consoles'] };

function counts(name) {
  try {
    return readers[name](JSON.parse(readFileSync(new URL(`../.cache/${name}.json`, import.meta.url), 'utf8')));
  } catch {
    return none;
  }
}

const sum = (parts) =>
  parts.reduce(
    (all, part) => ({
      passed: all.passed + part.passed,
      failed: all.failed + part.failed,
      skipped: all.skipped + part.skipped,
      flaky: all.flaky + (part.flaky ?? 0),
    }),
    none,
  );

const broken = process.argv.slice(2);
const parts = Object.entries(steps).map(([step, reports]) => {
  const part = sum(reports.map(counts));
  return broken.includes(step) && part.failed === 0 ? { ...part, failed: 1 } : part;
});
const { passed, failed, skipped, flaky } = sum(parts);
if (flaky) console.log(`${flaky} of them passed only when tried again: see "flaky" above`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed ? 1 : 0;
