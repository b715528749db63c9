import type { BrowserContext, CDPSession, Worker } from '@playwright/test';

/** The extension's background worker, to run code in and to look at its heap. */

/** The worker as Playwright sees it. It must be alive: evaluating in a dead one hangs. */
export function backgroundOf(context: BrowserContext, extensionId: string): Worker {
  const worker = context.serviceWorkers().find((one) => one.url().startsWith(`chrome-extension://${extensionId}/`));
  if (!worker) throw new Error('The background worker is not there.');
  return worker;
}

/** Megabytes of JavaScript heap in use after a collection. Playwright lends no session of a worker, so messages are passed by hand. */
export async function heapOf(context: BrowserContext, extensionId: string): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('Playwright gave no browser for the context.');
  const { targetInfos } = await session.send('Target.getTargets');
  const target = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  if (!target) throw new Error('The background worker is not there.');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId });
  await sendTo(session, sessionId, 1, 'HeapProfiler.collectGarbage');
  const { usedSize } = await sendTo(session, sessionId, 2, 'Runtime.getHeapUsage');
  await session.detach();
  return Number(usedSize) / 1e6;
}

function sendTo(session: CDPSession, sessionId: string, id: number, method: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const hear = ({ message }: { message: string }) => {
      const answer = JSON.parse(message);
      if (answer.id !== id) return;
      session.off('Target.receivedMessageFromTarget', hear);
      if (answer.error) reject(new Error(answer.error.message));
      else resolve(answer.result);
    };
    session.on('Target.receivedMessageFromTarget', hear);
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
  });
}
