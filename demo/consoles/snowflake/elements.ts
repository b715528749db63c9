type Child = Node | string | undefined;

/** One element: attributes as text, `onclick` as a listener. */
export function element(
  name: string,
  attributes: Record<string, string | (() => void)> = {},
  ...children: Child[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(key, value);
    else made.addEventListener(key.slice(2), value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}
