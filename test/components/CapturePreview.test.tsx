// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { CapturePreview } from '../../components/CapturePreview';
import { allByRole, draw, speak } from './screen';

afterEach(() => speak('en'));

const files = [{ name: '2026-08-20-page.html', text: 'x'.repeat(8250), address: 'blob:1' }];

it.each([
  ['en', 'Save 2026-08-20-page.html (8.3 kB)'],
  ['de', '2026-08-20-page.html speichern (8,3 kB)'],
] as const)("writes a file's size as people of the language do: %s", (language, label) => {
  speak(language);
  const place = draw(<CapturePreview removed={[]} files={files} />);
  expect(allByRole(place, 'link').map(({ textContent }) => textContent)).toEqual([label]);
});

it('says what stays readable behind what was left out, and not as a part of it', () => {
  speak('en');
  const place = draw(<CapturePreview removed={[{ what: 'texts', count: 48 }]} files={files} />);
  expect([...place.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
    'Texts replaced by x and 0: 48',
  ]);
  expect(place.textContent).toContain('Still readable: table, schema and database names');
});
