/** The demo artifacts as if they had been made last night, so that what is seen of them reads the same on every day. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Off the full hour, so that "3 hours ago" stays so while pictures are taken. */
const ageMs = 3.5 * 60 * 60 * 1000;

/** A moment that dbt measured has fractions of a second; a date that somebody wrote down has none, and stays. */
const measured = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(\d*)(Z|\+00:00)/g;

/**
 * Copies a folder of artifacts, one folder per warehouse, to another and moves all measured moments by as much as the last run of each
 * warehouse is away from `now` (epoch ms) less three and a half hours.
 */
export function moveToLastNight(from: string, to: string, now: number): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const folders = readdirSync(to, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const folder of folders.map(({ name }) => join(to, name))) {
    const texts = new Map(
      readdirSync(folder).map((file) => [join(folder, file), readFileSync(join(folder, file), 'utf8')]),
    );
    const made = /"generated_at": ?"([^"]+)"/.exec(texts.get(join(folder, 'run_results.json')) ?? '')?.[1];
    if (made === undefined) continue;
    const byMs = now - ageMs - Date.parse(made);
    const moved = (moment: string) => new Date(Date.parse(`${moment}Z`) + byMs).toISOString().slice(0, -1);
    for (const [path, text] of texts)
      writeFileSync(
        path,
        text.replace(measured, (_, moment: string, rest: string, zone: string) => moved(moment) + rest + zone),
      );
  }
}
