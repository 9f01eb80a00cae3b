import { useEffect, type RefObject } from 'react';
import type { StoredLogLine } from '@observatory/protocol/logs';

const PAGE = 20;

interface LogKeys {
  lines: readonly StoredLogLine[];
  chosen: string;
  choose: (id: string) => void;
  textField: RefObject<HTMLInputElement>;
  onNewest: () => void;
}

/**
 * Keys of the page: `/` leads to the text, `j` and `k` (in the list the arrows, too) to the next and the previous line, `G` to the
 * newest, Escape closes the details. While somebody types they are letters.
 */
export function useLogKeys({ lines, chosen, choose, textField, onNewest }: LogKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.closest('input, select, textarea, [contenteditable]')) return;
      const step = stepOf(event.key, target?.closest('[role="listbox"]') !== null && target !== undefined);
      if (event.key === '/') textField.current?.focus();
      else if (event.key === 'Escape' && chosen !== '') choose('');
      else if (event.key === 'G') onNewest();
      else if (step !== undefined && lines.length > 0) {
        const at = lines.findIndex(({ id }) => id === chosen);
        // From nowhere the first step goes to the newest line.
        const next = at < 0 ? lines.length - 1 : Math.min(lines.length - 1, Math.max(0, at + step));
        choose(lines[next].id);
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

function stepOf(key: string, isInList: boolean): number | undefined {
  if (key === 'j') return 1;
  if (key === 'k') return -1;
  if (!isInList) return undefined;
  return { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity }[key];
}
