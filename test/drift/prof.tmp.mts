import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { stage, subjects } from '/work/trees/drift/test/drift/trial';
import { savedZoo } from '/work/trees/drift/test/zoo/saved';

const t0 = performance.now();
const browser = await chromium.launch({
  executablePath: JSON.parse(readFileSync('.cache/browser.json', 'utf8')).path,
  args: ['--no-sandbox'],
});
const zoo = await savedZoo(await browser.newContext(), (n) => true);
console.log('zoo saved', Math.round(performance.now() - t0), zoo.map((z) => `${z.name} ${z.html.length}`).join('\n'));
const at = await stage(await browser.newContext());
for (const subject of [...(await subjects()).slice(0, 12), ...zoo]) {
  const times = [];
  for (const ids of [[], ['rename'], ['virtualise', 'wrap', 'frame'], ['nest', 'split', 'shuffle']]) {
    const t = performance.now();
    await at.tryOut(subject, ids, 1).catch((e) => console.log(e.message.split('\n')[0]));
    times.push(Math.round(performance.now() - t));
  }
  console.log(subject.name, subject.html.length, times.join(' '));
}
await browser.close();
