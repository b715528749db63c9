import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** A picture that is not as it was: how many pixels differ, or why they cannot be counted. */
export type Difference = { picture: string; what: string };

function differenceOf(now: Buffer, before: Buffer): string | undefined {
  if (now.equals(before)) return undefined;
  const [one, other] = [PNG.sync.read(now), PNG.sync.read(before)];
  if (one.width !== other.width || one.height !== other.height)
    return `${one.width} × ${one.height}, was ${other.width} × ${other.height}`;
  const count = pixelmatch(one.data, other.data, undefined, one.width, one.height, { threshold: 0 });
  return count === 0 ? undefined : `${count} pixels differ`;
}

/** Compares pictures of one folder, pixel by pixel, with those of the same names in another. */
export function compareLooks(folder: string, earlier: string, pictures: string[]): Difference[] {
  return pictures.flatMap((picture) => {
    const before = join(earlier, picture);
    const what = existsSync(before)
      ? differenceOf(readFileSync(join(folder, picture)), readFileSync(before))
      : 'was not there';
    return what === undefined ? [] : [{ picture, what }];
  });
}
