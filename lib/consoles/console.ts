import type { DialectId, TableRef } from '../model';

/**
 * A dated selector that adds evidence on one console. Never needed: with every hint removed detection must still work.
 * `names` says what the matched elements' text is.
 */
export type Hint = {
  selector: string;
  /** yyyy-mm-dd: the newest page it was seen on. */
  seen: string;
  names: 'session' | 'heading' | 'table';
};

/** What is known of one web console. Readers find names on any page; a console only adds facts. */
export type Console = {
  /** The file name. */
  id: string;
  dialect: DialectId;
  /** By address, or by fingerprint on self-hosted ones. Must not throw on any page. */
  isConsole: (url: URL, document: Document) => boolean;
  /**
   * A page or link address that names one table; parts are stored names, decoded once. `label` is a link's own text, for
   * addresses that give a table's number and leave its name to the label.
   */
  tableAt?: (url: URL, label?: string) => TableRef | undefined;
  /** Tables that a page's address lists as open in tabs, where it does not say which tab is in front. */
  openTables?: (url: URL) => TableRef[];
  /** Database and schema chosen in the console, for the page or for the editor nearest to `near`. */
  session?: (document: Document, near?: Element) => Partial<TableRef>;
  /** True where a page talks to exactly one database, the one `session` gives: whatever a list on it leaves out. */
  isOneDatabase?: boolean;
  /** True of an address whose page lists the tables of exactly one schema, the one `session` gives. */
  isOneSchema?: (url: URL) => boolean;
  /** Selectors of zones with no badge: result grids, chats. */
  leaveAlone?: string[];
  hints?: Hint[];
  /** True where nobody outside the vendor knows the page: nothing but the readers is at work. */
  isExperimental?: boolean;
  /** True where added siblings break the page: everything is drawn in the overlay. */
  isOverlayOnly?: boolean;
};
