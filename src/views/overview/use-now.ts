import { useEffect, useState } from 'react';

/** The wall clock in ms, renewed every `intervalMs`; it stands still while frozen and while the page is hidden. */
export function useNow(intervalMs: number, frozen: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (frozen) return;
    const timer = setInterval(() => {
      if (!document.hidden) setNowMs(Date.now());
    }, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, frozen]);
  return nowMs;
}
