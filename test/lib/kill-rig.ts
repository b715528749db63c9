import { IDBDatabase } from 'fake-indexeddb';
import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Source } from '../../lib/sources/source';
import { freshLocks } from './stand-ins';

/** A worker's life, counted in things it asks of its browser. At its end every further one fails, also in a `catch`. */
const life = { left: Number.POSITIVE_INFINITY };

function step(): void {
  life.left -= 1;
  if (life.left < 0) throw new Error('killed');
}

/** Has every transaction and every access to `storage.local` count as one step. Call once per test. */
export function countSteps(): void {
  life.left = Number.POSITIVE_INFINITY;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the `this` of each call
  const transaction = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...of) {
    step();
    return transaction.apply(this, of);
  });
  for (const name of ['get', 'set'] as const) {
    const original = fakeBrowser.storage.local[name].bind(fakeBrowser.storage.local);
    vi.spyOn(fakeBrowser.storage.local, name).mockImplementation((...of: unknown[]) => {
      step();
      // The fake's own signature has many overloads; what comes in goes out.
      return (original as (...of: unknown[]) => never)(...of);
    });
  }
}

/** A source whose every request is a step too. */
export function mortal(source: Source): Source {
  return {
    probe: async (context) => {
      step();
      return source.probe(context);
    },
    page: async (context, from) => {
      step();
      return source.page(context, from);
    },
  };
}

/** Does some work in a worker that dies after so many steps. True when it lived to the end. */
export async function workAndDie(steps: number, work: () => Promise<unknown>): Promise<boolean> {
  life.left = steps;
  const isDone = await work().then(
    () => true,
    () => false,
  );
  const isAlive = life.left >= 0;
  // What was under way when the worker died ends by itself, as in a browser.
  await new Promise((resolve) => setTimeout(resolve, 5));
  life.left = Number.POSITIVE_INFINITY;
  vi.resetModules();
  freshLocks();
  return isDone && isAlive;
}
