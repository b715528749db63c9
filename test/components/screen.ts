import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { useTranslator } from '../../lib/words';
import german from '../../public/_locales/de/messages.json';
import english from '../../public/_locales/en/messages.json';

const languages = { de: german, en: english };

/** The sentences as the browser would say them: `$1` to `$9` filled in, `$$` a dollar. */
export function speak(language: keyof typeof languages): void {
  useTranslator((key, substitutions) =>
    languages[language][key].message.replace(/\$(?:(\d)|\$)/g, (_, digit?: string) =>
      digit === undefined ? '$' : (substitutions[Number(digit) - 1] ?? ''),
    ),
  );
}

export const speakEnglish = () => speak('en');

/** Draws a tree into a fresh place in the document and returns the place. */
export function draw(tree: ComponentChild): HTMLElement {
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  void act(() => render(tree, place));
  return place;
}

/** What a person would call an element: its label, else its text. */
function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-label');
  const label = element.id === '' ? null : element.ownerDocument.querySelector(`label[for="${element.id}"]`);
  return (labelled ?? label?.textContent ?? element.closest('label')?.textContent ?? element.textContent ?? '').trim();
}

const roleSelectors = {
  button: 'button',
  link: 'a[href]',
  textbox: 'input[type=text], input[type=password], input[type=search]',
  checkbox: 'input[type=checkbox]',
  radio: 'input[type=radio]',
  combobox: 'select',
  dialog: '[role=dialog]',
  alert: '[role=alert]',
  heading: 'h1, h2, h3, h4, h5, h6',
};
export type Role = keyof typeof roleSelectors;

/** Elements of a role, by name when one is given. */
export function allByRole(place: ParentNode, role: Role, name?: string | RegExp): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>(roleSelectors[role])].filter(
    (element) =>
      name === undefined || (typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element))),
  );
}

/** The one element of a role and name; fails with what there is instead. */
export function byRole(place: ParentNode, role: Role, name?: string | RegExp): HTMLElement {
  const found = allByRole(place, role, name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const there = allByRole(place, role).map(nameOf).join(' | ');
    throw new Error(`${found.length} elements of role ${role} named ${String(name)}; there are: ${there}`);
  }
  return only;
}

export function click(element: HTMLElement): void {
  void act(() => element.click());
}

/** Types into a field, replacing what it held. */
export function type(field: HTMLElement, text: string): void {
  if (!(field instanceof HTMLInputElement)) throw new Error('not a field');
  void act(() => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Chooses in a list of choices, by value. */
export function choose(field: HTMLElement, value: string): void {
  if (!(field instanceof HTMLSelectElement)) throw new Error('not a choice');
  void act(() => {
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

/** Lets promises of callbacks settle and draws what follows from them. */
export async function settle(): Promise<void> {
  await act(async () => {
    await Promise.resolve();
  });
}
