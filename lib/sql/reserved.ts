/**
 * Words that no warehouse takes as a table name without quotes. Written by hand from the five vendors' lists of reserved
 * words; words that only some of them reserve (`user`, `date`, `final`, …) are real table names elsewhere and are not here.
 */
export const reservedWords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ (
    'all alter and as asc between by case cast create cross delete desc distinct drop else end except exists false for ' +
    'from full group having in inner insert intersect into is join lateral left like limit natural not null on or order ' +
    'outer qualify right select set table tablesample then to true truncate union unnest update using values when where ' +
    'window with'
  ).split(' '),
);
