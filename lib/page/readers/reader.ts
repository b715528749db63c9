import type { Console } from '../../consoles/console';
import type { Detection, TableRef } from '../../model';
import type { Names } from '../names';
import type { Surroundings } from '../place';
import type { RowMemory } from '../row-memory';
import type { List } from '../rows';
import type { Sight } from '../sight';

/** All that a reader may look at. Everything is read before anything is written. */
export type Scene = {
  document: Document;
  url: URL;
  names: Names;
  sight: Sight;
  around: Surroundings;
  /** The console of this page, without its hints where a caller removed them; undefined on "any console". */
  console: Console | undefined;
  /** Database and schema chosen for an editor, or for the page. */
  session: (near?: Element) => Partial<TableRef>;
  /** Does an element stand in something that floats above the page: a menu, a hint, a message? */
  isFloating: (element: Element) => boolean;
  /** Lines of the list (scroll container) that holds an element. */
  listOf: (element: Element) => List;
  /** What was seen of a list before it was scrolled. */
  memory: RowMemory;
  /** The reader of SQL, once it is there. */
  editors?: Reader | undefined;
};

/**
 * One way of finding names on any page. Reads only; gives nothing for nonsense and never throws on purpose. A reader with much to do
 * gives `undefined` after each piece of work, for the thread to be given back.
 */
export type Reader = {
  id: string;
  read: (scene: Scene) => Iterable<Detection | undefined>;
  /** Of a reader of SQL: did its last reading find everything in its place, and only other letters? */
  isStill?: (scene: Scene) => boolean;
};
