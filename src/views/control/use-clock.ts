import { useEffect, useState } from 'react';

/** The wall clock in ms, renewed every second while `runs`. */
export function useClock(runs: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return nowMs;
}
