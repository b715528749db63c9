/**
 * An expression that is made when it is first asked for. One for letters of all scripts takes a millisecond to be made ready and,
 * written as a literal, a part of that whenever the script around it is read [2026-11-27, Chromium]: pages that have no such
 * letters must not pay for it. `source` and `flags` as `RegExp` takes them.
 */
export function lateExpression(source: string, flags = 'u'): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(source, flags));
}
