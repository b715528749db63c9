import type { ComponentChildren } from 'preact';
import { words } from '../lib/words';

/**
 * The card's outside: a named, non-modal dialog whose head stays while its body scrolls. `spokenName` is its accessible name.
 */
export function CardFrame(props: {
  spokenName: string;
  head: ComponentChildren;
  children: ComponentChildren;
  actions?: ComponentChildren;
  onClose?: () => void;
}) {
  return (
    <section class="card" role="dialog" aria-modal="false" aria-label={props.spokenName}>
      <header class="card-head">
        <div class="card-title">{props.head}</div>
        {props.onClose === undefined ? undefined : (
          <button type="button" class="icon-button" aria-label={words('cardClose')} onClick={props.onClose}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M4 4l8 8M12 4l-8 8" />
            </svg>
          </button>
        )}
      </header>
      {/* Scrollable regions must be reachable from the keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section class="card-body" aria-label={words('cardDetails')} tabIndex={0}>
        {props.children}
      </section>
      {props.actions}
    </section>
  );
}

/** A titled part of the card's body. */
export function CardSection({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) {
  return (
    <section class="card-section">
      <h3>
        {title}
        {note === undefined ? undefined : <span class="muted"> {note}</span>}
      </h3>
      {children}
    </section>
  );
}
