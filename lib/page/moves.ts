/** Tells of each new address of a page that is not loaded anew, until the signal ends it. */
export function hearMoves(view: Window, moved: (event: Event) => void, signal: AbortSignal): void {
  for (const type of ['popstate', 'hashchange']) view.addEventListener(type, moved, { signal });
  // The Navigation API also tells of addresses that the page changes by itself (pushState).
  if ('navigation' in view && view.navigation instanceof EventTarget) {
    view.navigation.addEventListener('currententrychange', moved, { signal });
  }
}
