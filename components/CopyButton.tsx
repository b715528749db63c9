import { useEffect, useState } from 'preact/hooks';
import { words } from '../lib/words';

/** Puts a text on the clipboard. Tells whether it is there. */
export type Copy = (text: string) => Promise<boolean>;

/** Long enough to be read, short enough to be believed of the last click. */
const toldMs = 2000;

/** A button that copies and says on itself whether it worked; the spoken word comes from a live region beside it. */
export function CopyButton({ label, text, onCopy }: { label: string; text: string; onCopy: Copy }) {
  const [told, setTold] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (told === undefined) return undefined;
    const timer = setTimeout(() => setTold(undefined), toldMs);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = async () => setTold((await onCopy(text)) === false ? 'failed' : 'copied');
  const news = told === undefined ? '' : words(told === 'copied' ? 'cardCopied' : 'cardNotCopied');
  return (
    <>
      <button type="button" class="button copy" aria-label={label} data-told={told} onClick={() => void copy()}>
        {/* Both texts lie on each other, so that nothing moves when one takes the other's place. */}
        <span aria-hidden="true">{label}</span>
        <span aria-hidden="true">{news}</span>
      </button>
      <span class="spoken" role="status">
        {news}
      </span>
    </>
  );
}
