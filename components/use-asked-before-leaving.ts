import { useEffect } from 'preact/hooks';

/** While something was typed, the browser asks, in its own words, before a closed tab takes it along. */
export function useAskedBeforeLeaving(isTyped: boolean): void {
  useEffect(() => {
    if (!isTyped) return undefined;
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isTyped]);
}
