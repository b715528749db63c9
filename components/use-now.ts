import { useEffect, useState } from 'preact/hooks';

/** How often ages on screen are brought up to date. */
const tickMs = 20_000;

/** Epoch ms, renewed while the component is on screen, so that "2 minutes ago" stays true. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  // A change drawn between two ticks must not lie in the future.
  return Math.max(now, Date.now());
}
