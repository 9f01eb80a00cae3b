import { useCallback, useEffect, useState } from 'react';

/** A number that grows every `intervalMs` while the page is seen, and when asked to: what was loaded with it is loaded again. */
export function useRevision(intervalMs: number): [revision: number, again: () => void] {
  const [revision, setRevision] = useState(0);
  const again = useCallback(() => setRevision((count) => count + 1), []);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') again();
    }, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, again]);
  return [revision, again];
}
