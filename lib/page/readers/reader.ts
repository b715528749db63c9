import type { Console } from '../../consoles/console';
import type { Detection, TableRef } from '../../model';
import type { EditorChange } from '../editor-changes';
import type { RowChanges } from '../editor-rows';
import type { List } from '../list';
import type { Names } from '../names';
import type { Picker } from '../pickers';
import type { Surroundings } from '../place';
import type { RowMemory } from '../row-memory';
import type { Sight } from '../seen';

/** All that a reader may look at. Everything is read before anything is written. */
export type Scene = {
  document: Document;
  url: URL;
  names: Names;
  sight: Sight;
  /** What its pickers show. */
  pickers: Picker[];
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
  editors?: SqlReaderOfPage | undefined;
};

/** What the reader of SQL found, and in which rows of editors. */
export type SqlFound = RowChanges & { detections: Detection[] };

/**
 * One way of finding names on any page. Reads only; gives nothing for nonsense and never throws on purpose. A reader with much to do
 * gives `undefined` after each piece of work, for the thread to be given back.
 */
export type Reader = {
  id: string;
  read: (scene: Scene) => Iterable<Detection | undefined>;
};

/** The reader of SQL, which also reads again what changed and nothing else. */
export type SqlReaderOfPage = Reader & {
  /** Takes note of a change inside an editor (`element`: where it happened), and tells what it comes to. */
  hear: (record: MutationRecord, element: Element) => EditorChange;
  /** Changes happened that it was not told of. */
  miss: (scene: Scene) => void;
  /** Everything in editors, by reading what it heard of since this scene was last read. */
  readHeard: (scene: Scene) => SqlFound;
};
