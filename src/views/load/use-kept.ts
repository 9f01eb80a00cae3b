import { useState } from 'react';

/** The last value that there was, while there is none: an answer stays to be read while the next one is on its way. */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value);
  if (value !== undefined && value !== kept) setKept(value);
  return value ?? kept;
}
