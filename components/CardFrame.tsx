import type { ComponentChildren } from 'preact';
import { words } from '../lib/words';

/** What the card's outside can do; what is absent is not offered. */
export type CardHandles = {
  onClose?: (() => void) | undefined;
  /** Back to the card from which this one was opened. */
  onBack?: (() => void) | undefined;
  onPin?: ((isPinned: boolean) => void) | undefined;
  isPinned?: boolean | undefined;
};

/**
 * The card's outside: a named, non-modal dialog whose head stays while its body scrolls. `spokenName` is its accessible name.
 */
export function CardFrame(
  props: CardHandles & {
    spokenName: string;
    head: ComponentChildren;
    children: ComponentChildren;
    actions?: ComponentChildren;
  },
) {
  const { onBack, onPin, onClose, isPinned = false } = props;
  return (
    <section class="card" role="dialog" aria-modal="false" aria-label={props.spokenName}>
      <header class="card-head">
        {onBack && (
          <Handle label={words('cardBack')} path="M9.5 3.5L5 8l4.5 4.5" className="is-back" onClick={onBack} />
        )}
        <div class="card-title">{props.head}</div>
        {onPin && (
          <Handle
            label={words('cardPin')}
            path="M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5"
            isPressed={isPinned}
            onClick={() => onPin(!isPinned)}
          />
        )}
        {onClose && <Handle label={words('cardClose')} path="M4 4l8 8M12 4l-8 8" onClick={onClose} />}
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

function Handle(props: { label: string; path: string; className?: string; isPressed?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      class={`icon-button ${props.className ?? ''}`}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.isPressed}
      onClick={props.onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={props.path} />
      </svg>
    </button>
  );
}

/** A titled part of the card's body. */
export function CardSection({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) {
  return (
    <section class="card-section">
      <h3>
        {title}
        {note !== undefined && <span class="muted"> {note}</span>}
      </h3>
      {children}
    </section>
  );
}
