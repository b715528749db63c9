import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { demoArtifacts, demoArtifactsFolder } from './demo-platform';
import { moveToLastNight } from './last-night';

const folder = mkdtempSync(join(tmpdir(), 'sidelight-night-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('moves what dbt measured, each as far as the last run, and leaves what somebody wrote', () => {
  const now = Date.parse('2030-01-02T06:00:00Z');
  moveToLastNight(demoArtifactsFolder, folder, now);
  const read = (file: string, root = join(folder, 'snowflake')) => readFileSync(join(root, file), 'utf8');
  const before = (file: string) => read(file, demoArtifacts('snowflake'));
  const moment = (text: string, field: string) =>
    Date.parse(new RegExp(`"${field}": ?"([^"]+)"`).exec(text)?.[1] ?? '');
  expect(moment(read('run_results.json'), 'generated_at')).toBe(Date.parse('2030-01-02T02:30:00Z'));
  for (const [file, field] of [
    ['sources.json', 'max_loaded_at'],
    ['run_results.json', 'completed_at'],
    ['manifest.json', 'generated_at'],
  ] as const)
    expect(moment(read(file), field) - moment(before(file), field)).toBe(
      moment(read('run_results.json'), 'generated_at') - moment(before('run_results.json'), 'generated_at'),
    );
  expect(moment(read('manifest.json'), 'deprecation_date')).toBe(moment(before('manifest.json'), 'deprecation_date'));
});
