import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Counts what was right and prints each line as it comes. */
export type Checks = {
  failed: number;
  passed: number;
  skipped: number;
  /** One promise, kept or not. `details` are printed when it was not. */
  check: (promise: string, isKept: boolean, details?: unknown) => void;
  /** Two lists that must hold the same texts, whatever their order. */
  same: (promise: string, found: string[], expected: string[]) => void;
  /** A whole console that this machine cannot run, and why: said with the day, and counted. */
  skip: (what: string, why: string) => void;
  /** Prints the closing line and leaves the counts in .cache for .ci/run. */
  close: () => void;
};

const reportFile = fileURLToPath(new URL('../../.cache/consoles.json', import.meta.url));

export function startChecks(): Checks {
  const checks: Checks = {
    passed: 0,
    failed: 0,
    skipped: 0,
    check(promise, isKept, details) {
      if (isKept) checks.passed += 1;
      else checks.failed += 1;
      console.log(`${isKept ? 'ok     ' : 'FAILED '} ${promise}`);
      if (!isKept && details !== undefined) console.log(`        ${JSON.stringify(details)}`);
    },
    same(promise, found, expected) {
      const missing = expected.filter((one) => !found.includes(one));
      const tooMany = found.filter((one) => !expected.includes(one));
      checks.check(`${promise} (${expected.length})`, missing.length + tooMany.length === 0, { missing, tooMany });
    },
    skip(what, why) {
      checks.skipped += 1;
      console.log(`skipped ${new Date().toISOString().slice(0, 10)}: ${what}: ${why}`);
    },
    close() {
      mkdirSync(fileURLToPath(new URL('.', `file://${reportFile}`)), { recursive: true });
      writeFileSync(
        reportFile,
        JSON.stringify({ passed: checks.passed, failed: checks.failed, skipped: checks.skipped }),
      );
      console.log(
        `${checks.passed} passed, ${checks.failed} failed${checks.skipped ? `, ${checks.skipped} skipped` : ''}`,
      );
    },
  };
  return checks;
}
