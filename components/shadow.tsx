import { type ComponentChild, render } from 'preact';
import { addStyle } from './own-style';
import { ownLanguage } from './time';

/** A tree mounted in a closed shadow root. */
export type Mount = {
  /** Draw this instead of what was there. */
  draw: (tree: ComponentChild) => void;
  /** The element inside the root that holds the tree; place the card by its own box, not by the host's. */
  root: HTMLElement;
  /** Remove the tree. The host stays: it belongs to whoever made it. */
  unmount: () => void;
};

/** A page may find its way even into a closed root (by text search and selection); what it forges there does nothing. */
function refuseForged(event: Event): void {
  if (event.isTrusted) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * Mount a Preact tree in a closed shadow root of `host` with a sheet of its own. Nothing of ours is reachable from the page's own sheet or scripts. Once per host.
 */
export function mountInShadow(host: HTMLElement, css: string, tree: ComponentChild): Mount {
  const shadow = host.attachShadow({ mode: 'closed' });
  addStyle(shadow, css);
  const root = document.createElement('div');
  root.className = 'sidelight';
  Object.assign(root, ownLanguage());
  shadow.append(root);
  for (const type of ['click', 'keydown', 'input', 'pointerenter']) shadow.addEventListener(type, refuseForged, true);
  render(tree, root);
  return {
    draw: (next) => render(next, root),
    root,
    unmount: () => {
      render(null, root);
      shadow.replaceChildren();
    },
  };
}
