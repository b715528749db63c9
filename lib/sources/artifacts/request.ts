import { AppError } from '../../errors';
import { parseUrl } from '../../parsed';
import { words } from '../../words';
import type { SourceContext } from '../source';

const headersMs = 20_000;
const bodyMs = 120_000;

/** The folder's address, ending in a slash. Only https, or this machine. Throws `not-an-api`. */
export function folderOf(baseUrl: string): string {
  const url = parseUrl(baseUrl);
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || isHere) || url.username || url.password) {
    throw new AppError('not-an-api', words('dbtFilesAddress'));
  }
  // A page or a file in the folder stands for the folder
  return url.origin + url.pathname.replace(/\/?(?:[^/]*\.(?:html?|json|json\.gz))?$/, '/');
}

/**
 * Asks for one file of a published folder, and does some work with the answer, which calls `silent` where nothing more comes. `whole` ends
 * with that work. Throws AppError.
 */
export async function request<T>(
  baseUrl: string,
  file: string,
  context: SourceContext,
  headers: Record<string, string>,
  read: (answer: Response, silent: () => void, whole: AbortSignal) => Promise<T>,
): Promise<T> {
  const url = folderOf(baseUrl) + file;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, context.signal]);
  let timer = setTimeout(() => stop.abort(), headersMs);
  try {
    const answer = await context.fetch(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
    });
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), bodyMs);
    refuse(answer, file);
    return await read(answer, () => stop.abort(), signal);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('unavailable', words('dbtFileUnreachable', url));
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function refuse(answer: Response, file: string): void {
  const { status } = answer;
  if (status === 304) return;
  if (answer.type === 'opaqueredirect' || status === 0 || (status >= 300 && status < 400)) {
    throw new AppError('not-an-api', words('dbtFileElsewhere', file));
  }
  if (status === 401 || status === 403) throw new AppError('forbidden', words('dbtFileForbidden', file, status));
  if (status === 408 || status === 429 || status >= 500)
    throw new AppError('unavailable', words('dbtFileTrouble', file, status));
  if (status >= 400) throw new AppError('not-found', words('dbtFileMissing', file, status));
  if (/html/i.test(answer.headers.get('content-type') ?? '')) {
    throw new AppError('not-an-api', words('dbtFilePage', file));
  }
}
