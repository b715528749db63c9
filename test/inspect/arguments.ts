import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DialectId } from '../../lib/model';
import { refusal } from './refusal';

export const help = `npm run --silent inspect -- PAGE --url ADDRESS [options] --artifacts DIR

Opens PAGE in Chromium with the built extension and prints what was detected: one JSON line per detection on stdout, then
a summary. Everything else is said on stderr. Nothing leaves this machine.

  PAGE              a saved HTML file, or a live page of this machine: http://127.0.0.1:PORT/…
                    Files that lie beside a saved page (PAGE_files/…) are found by the page. WebSockets of a live page
                    are only reached when --url is left out.
  --url ADDRESS     the address at which the page is opened. A live page may go without: then it is opened at its own;
                    so may a captured one, whose .json beside it gives the address and the size of the window.
  --artifacts DIR   a folder with dbt's manifest.json, and catalog.json, run_results.json, sources.json where there are any
  --warehouse W     snowflake, bigquery, databricks, redshift or postgres. Default: the warehouse of the console that the
                    address belongs to, else what manifest.json says in metadata.adapter_type
  --screenshot FILE a PNG of the window, badges included
  --scripts         run the scripts of a saved page. Those of a live page always run
  --steps FILE      what to do before reading; a JSON array, taken in order:
                      {"click": WHAT}                 click on it
                      {"scroll": SELECTOR, "by": PX}  scroll inside it, down for positive numbers; "html" scrolls the page
                      {"type": TEXT, "into": WHAT}    type key by key; without "into" where the focus is. \\n is Enter
                      {"wait-for": WHAT}              until it is to be seen
                      {"wait-for": MILLISECONDS}
                    WHAT is a CSS selector, or a text of the page when no such element is to be seen. Elements are
                    looked for in all frames and in open shadow roots, for five seconds each.

  A detection:      {"reader","evidence","label","database","schema","name","status","uniqueIds","drawn","box"}
                    database and schema are null where the page does not give them. status: matched, ambiguous, unknown.
                    drawn: badge, mark, page-badge, overlay, none. box: of the badge, or of the name that is marked, in CSS
                    pixels of the window.
  Summary:          {"matched","ambiguous","drawn","ms"}; ms is the time of the last reading of all frames together.

Reads when what the page shows has not changed for 400 ms, or after 15 seconds. Exit codes: 0 it was read, 2 a wrong
argument or file, 1 anything else.
`;

const warehouses: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];

/** What was asked for. Paths are absolute. `page`: a file, or a live page's address. */
export type Wish = {
  page: { file: string } | { live: URL };
  url: URL;
  artifacts: string;
  warehouse?: DialectId;
  screenshot?: string;
  steps?: string;
  hasScripts: boolean;
  viewport?: { width: number; height: number };
};

const optionTypes = {
  url: { type: 'string' },
  artifacts: { type: 'string' },
  warehouse: { type: 'string' },
  screenshot: { type: 'string' },
  steps: { type: 'string' },
  scripts: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: optionTypes, allowPositionals: true });
  } catch (problem) {
    throw refusal(`${problem instanceof Error ? problem.message : String(problem)} (--help tells more)`);
  }
}

/** npm changes into the project's folder; paths are meant from where the command was given. */
const path = (name: string) => resolve(process.env.INIT_CWD ?? process.cwd(), name);

function webAddress(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw refusal(`${what} is no http or https address: ${text}`);
  return url;
}

function livePage(text: string): URL | undefined {
  if (!/^https?:\/\//.test(text)) return undefined;
  const url = webAddress(text, 'PAGE');
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!isHere || url.protocol !== 'http:') throw refusal(`a live page must be one of http://127.0.0.1:PORT: ${text}`);
  return url;
}

/** What a captured page's own .json says of it: where it was, and in how large a window. */
function fixtureBeside(file: string): { address?: string; viewport?: { width: number; height: number } } {
  try {
    return JSON.parse(readFileSync(file.replace(/\.html?$/, '.json'), 'utf8'));
  } catch {
    // Most saved pages have none.
    return {};
  }
}

/** The wish, or 'help'. Throws a refusal for what cannot be meant. */
export function readArguments(args: string[]): Wish | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  const [page, ...others] = positionals;
  if (page === undefined)
    throw refusal('no PAGE was given: a saved HTML file or http://127.0.0.1:PORT/… (--help tells more)');
  if (others.length > 0) throw refusal(`one PAGE at a time; what is ${others[0]}?`);
  const live = livePage(page);
  const fixture = live ? {} : fixtureBeside(path(page));
  const address = values.url ?? live?.href ?? fixture.address;
  if (address === undefined) throw refusal('a saved page needs --url: the address at which it is opened');
  if (values.artifacts === undefined) throw refusal('--artifacts is missing: the folder with manifest.json');
  const warehouse = warehouses.find((one) => one === values.warehouse);
  if (values.warehouse !== undefined && !warehouse)
    throw refusal(`unknown warehouse ${values.warehouse}: one of ${warehouses.join(', ')}`);
  return {
    page: live ? { live } : { file: path(page) },
    url: webAddress(address, '--url'),
    artifacts: path(values.artifacts),
    ...(warehouse && { warehouse }),
    ...(values.screenshot !== undefined && { screenshot: path(values.screenshot) }),
    ...(values.steps !== undefined && { steps: path(values.steps) }),
    hasScripts: values.scripts === true,
    ...(fixture.viewport && { viewport: fixture.viewport }),
  };
}
