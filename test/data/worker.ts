import type { BrowserContext, CDPSession, Worker } from '@playwright/test';

/** The extension's background worker, to run code in and to look at. */

/** The worker as Playwright sees it. It must be alive: evaluating in a dead one hangs. */
export function backgroundOf(context: BrowserContext, extensionId: string): Worker {
  const worker = context.serviceWorkers().find((one) => one.url().startsWith(`chrome-extension://${extensionId}/`));
  if (!worker) throw new Error('The background worker is not there.');
  return worker;
}

/** Talks to the worker's own debugging session. Playwright lends none of a worker, so messages are passed by hand. */
export type WorkerSession = {
  send: (method: string, params?: object) => Promise<Record<string, unknown>>;
  close: () => Promise<void>;
};

export async function sessionOf(context: BrowserContext, extensionId: string): Promise<WorkerSession> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('Playwright gave no browser for the context.');
  const { targetInfos } = await session.send('Target.getTargets');
  const target = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  if (!target) throw new Error('The background worker is not there.');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId });
  let last = 0;
  return {
    send: (method, params = {}) => {
      last += 1;
      return sendTo(session, sessionId, { id: last, method, params });
    },
    close: () => session.detach(),
  };
}

/** Megabytes of JavaScript heap in use; after a collection unless it must not wait for one. */
export async function heapIn(worker: WorkerSession, isCollected = true): Promise<number> {
  if (isCollected) await worker.send('HeapProfiler.collectGarbage');
  const { usedSize } = await worker.send('Runtime.getHeapUsage');
  return Number(usedSize) / 1e6;
}

type Call = { id: number; method: string; params: object };

function sendTo(session: CDPSession, sessionId: string, call: Call): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const hear = ({ message }: { message: string }) => {
      const answer = JSON.parse(message);
      if (answer.id !== call.id) return;
      session.off('Target.receivedMessageFromTarget', hear);
      if (answer.error) reject(new Error(answer.error.message));
      else resolve(answer.result);
    };
    session.on('Target.receivedMessageFromTarget', hear);
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(call) }).catch(reject);
  });
}
