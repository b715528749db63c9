import type { ComponentChild } from 'preact';
import { cardCss } from '../../components/card-css';
import { type Box, dockCard, placeCard } from '../../components/placement';
import { type Mount, mountInShadow } from '../../components/shadow';
import { isOnDark } from '../../lib/page/placement';

/** How tall a card may become, of the window's height. */
const tallestShare = 0.6;

/** What happens in the card is not the console's business. */
const keptInside = [
  ...['beforeinput', 'input', 'copy', 'cut', 'paste'],
  ...['click', 'auxclick', 'dblclick', 'contextmenu', 'mousedown', 'mouseup', 'pointerdown', 'pointerup'],
  ...['wheel', 'touchstart', 'touchend', 'dragstart', 'focusin', 'focusout'],
];

const reachable = 'a[href], button:not([disabled]), input, [tabindex="0"]';

/** What the card's element tells: the pointer came or went, the keyboard would leave it. `escaped` says whether that was for us. */
export type CardHears = {
  entered: () => void;
  left: () => void;
  escaped: (isInside: boolean) => boolean;
  tabbedOut: () => void;
};

/** Where a card belongs: beside the box of a name, or out of the way. `near` is what stands around the name. */
export type CardSpot = { name: Box; near: Element; isInList: boolean; isDocked: boolean };

/** `<dbt-card>` in the browser's top layer. It is in the page only while it shows something. */
export type CardHost = {
  element: HTMLElement | undefined;
  show: (content: ComponentChild, spot: CardSpot) => void;
  place: (spot: CardSpot) => void;
  /** Moves the focus to what there is to read. */
  focus: () => void;
  hasFocus: () => boolean;
  isTyping: () => boolean;
  /** The pointer may come to it in one leap, before its leaving the name is told. */
  isHovered: () => boolean;
  hide: () => void;
  remove: () => void;
};

/** Inside a modal dialog nothing outside it can be touched: there the card goes along. */
function homeOf(near: Element): Element {
  return near.closest('dialog:modal') ?? near.ownerDocument.body;
}

export function cardHost(document: Document, hears: CardHears, signal: AbortSignal): CardHost {
  const view = document.defaultView ?? window;
  let element: HTMLElement | undefined;
  let mount: Mount | undefined;
  let heldKey: string | undefined;

  const active = () => {
    const root = mount?.root.getRootNode();
    return root instanceof ShadowRoot ? root.activeElement : null;
  };

  /** Would Tab lead out of the card? */
  function isAtEnd({ shiftKey }: KeyboardEvent): boolean {
    const stops = [...(mount?.root.querySelectorAll(reachable) ?? [])].filter((stop) => stop.checkVisibility());
    const end = shiftKey ? stops[0] : stops.at(-1);
    return active() === end || active() === null;
  }

  /** Heard at the window, before the console: its shortcuts are not for what is typed in a card. What keys do by themselves stays. */
  function keyPressed(event: KeyboardEvent): void {
    const isInside = event.target === element && element !== undefined;
    if (isInside || (event.type === 'keyup' && event.key === heldKey)) event.stopImmediatePropagation();
    // The key that closed the card is let go in the console, which has not seen it go down.
    if (event.type !== 'keypress') heldKey = event.type === 'keydown' && isInside ? event.key : undefined;
    if (event.type !== 'keydown' || !event.isTrusted) return;
    if (event.key === 'Escape' && element?.isConnected && hears.escaped(isInside)) {
      heldKey = event.key;
      event.stopImmediatePropagation();
      event.preventDefault();
    }
    if (event.key === 'Tab' && isInside && isAtEnd(event)) {
      event.preventDefault();
      hears.tabbedOut();
    }
  }
  for (const type of ['keydown', 'keypress', 'keyup'] as const)
    view.addEventListener(type, keyPressed, { signal, capture: true });

  function make(content: ComponentChild): void {
    element = document.createElement('dbt-card');
    element.setAttribute('popover', 'manual');
    mount = mountInShadow(element, cardCss, content);
    mount.root.addEventListener('pointerenter', hears.entered);
    mount.root.addEventListener('pointerleave', hears.left);
    for (const type of keptInside) element.addEventListener(type, (event) => event.stopPropagation());
  }

  function place({ name, near, isInList, isDocked }: CardSpot): void {
    element?.setAttribute('data-theme', isOnDark(near) ? 'dark' : 'light');
    const card = mount?.root.firstElementChild;
    if (!(card instanceof HTMLElement)) return;
    const viewport = { width: view.innerWidth, height: view.innerHeight };
    const tallest = Math.floor(viewport.height * tallestShare);
    card.style.maxBlockSize = '';
    const { width, height } = card.getBoundingClientRect();
    const isRtl = view.getComputedStyle(near).direction === 'rtl';
    const size = { width, height: Math.min(height, tallest), tallest };
    const { x, y, maxHeight } = isDocked
      ? { ...dockCard(name, size, viewport, isRtl), maxHeight: tallest }
      : placeCard(name, size, viewport, { isRtl, isInList });
    // A page may be zoomed by its own style sheet: our pixels are then larger than the window's.
    const scale = card.offsetWidth > 0 ? width / card.offsetWidth : 1;
    card.style.position = 'absolute';
    card.style.left = `${Math.round(x) / scale}px`;
    card.style.top = `${Math.round(y) / scale}px`;
    card.style.maxBlockSize = `${Math.floor(maxHeight) / scale}px`;
  }

  return {
    get element() {
      return element;
    },
    show(content, spot) {
      if (mount) mount.draw(content);
      else make(content);
      if (!element) return;
      const home = homeOf(spot.near);
      if (element.parentNode !== home) home.append(element);
      if (!element.matches(':popover-open')) element.showPopover();
      place(spot);
    },
    place,
    focus: () => mount?.root.querySelector<HTMLElement>('.card-body')?.focus(),
    hasFocus: () => active() !== null,
    isTyping: () => active() instanceof HTMLInputElement,
    isHovered: () => element?.matches(':hover') ?? false,
    hide() {
      if (element?.isConnected) element.hidePopover();
      element?.remove();
    },
    remove() {
      element?.remove();
      mount?.unmount();
      mount = undefined;
      element = undefined;
    },
  };
}
