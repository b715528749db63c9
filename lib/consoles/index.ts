import { adminer } from './adminer';
import type { Console } from './console';
import { snowflake } from './snowflake';

/** All consoles that are known by name. Any other page works through its own address and a warehouse. */
export const consoles: Console[] = [snowflake, adminer];

/** The console of a page, or nothing when it is none that we know. */
export function consoleAt(url: URL, document: Document): Console | undefined {
  return consoles.find((console) => console.isConsole(url, document));
}
