import { browser } from 'wxt/browser';

/** The clock of the background: the browser keeps it while no worker lives. */

const probeName = 'probe';
const resumePrefix = 'resume:';
const probeMinutes = 15;

/** Creates the ordinary alarm where an update or the browser has lost it, or where the clock went wrong and came back. */
export async function keepProbing(): Promise<void> {
  const present = await browser.alarms.get(probeName);
  const latest = Date.now() + probeMinutes * 60_000;
  if (present?.periodInMinutes === probeMinutes && present.scheduledTime <= latest) return;
  await browser.alarms.create(probeName, { periodInMinutes: probeMinutes });
}

/** Asks to be called again for one connection at a time (epoch ms); `undefined` takes it back. */
export async function callAgain(connectionId: string, at: number | undefined): Promise<void> {
  const name = resumePrefix + connectionId;
  if (at === undefined) await browser.alarms.clear(name);
  else await browser.alarms.create(name, { when: at });
}

/** What an alarm is about: one connection, or all of them; nothing when it is none of ours. */
export function meaningOf(name: string): { connectionId?: string } | undefined {
  if (name === probeName) return {};
  return name.startsWith(resumePrefix) ? { connectionId: name.slice(resumePrefix.length) } : undefined;
}
