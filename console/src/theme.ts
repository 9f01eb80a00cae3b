import { useCallback, useEffect, useState } from 'react';
import type { ThemeName } from '../../src/views/theme/series-colors.ts';

const STORAGE_KEY = 'observatory.theme';

function initialTheme(): ThemeName {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    if (stored === 'dark' || stored === 'light') return stored;
  } catch {
    // Storage may be switched off; the system's preference then decides on every visit.
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** The console's theme: the system's preference until the user chooses, then remembered. */
export function useTheme(): [ThemeName, () => void] {
  const [theme, setTheme] = useState(initialTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const toggle = useCallback(() => {
    setTheme((current) => {
      const next = current === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem(STORAGE_KEY, next);
      } catch {
        // See initialTheme.
      }
      return next;
    });
  }, []);
  return [theme, toggle];
}
