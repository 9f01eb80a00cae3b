import { useState } from 'react';
import type { TimeWindow } from '../host/ViewHost.ts';
import { localText, typedWindow } from '../page/local-time.ts';

interface WindowFieldsProps {
  window: TimeWindow;
  onChange: (window: TimeWindow) => void;
  /** What the fields are of: `Window`, `Baseline`. */
  label: string;
  action: string;
}

/** Two local times; what cannot be a span says so. */
export function WindowFields({ window, onChange, label, action }: WindowFieldsProps): React.JSX.Element {
  // What is typed counts for the window it began with: one that comes from elsewhere replaces it.
  const over = `${window.fromMs} ${window.toMs}`;
  const [typed, setTyped] = useState({ over: '', from: '', to: '' });
  const from = typed.over === over ? typed.from : localText(window.fromMs);
  const to = typed.over === over ? typed.to : localText(window.toMs);
  const { fromMs, toMs, fault } = typedWindow(from, to);
  return (
    <form
      role="group"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === '') onChange({ fromMs, toMs });
      }}
      style={{ display: 'contents' }}
    >
      <label>
        From{' '}
        <input
          type="datetime-local"
          step="1"
          value={from}
          onChange={(event) => setTyped({ over, from: event.target.value, to })}
        />
      </label>
      <label>
        to{' '}
        <input
          type="datetime-local"
          step="1"
          value={to}
          aria-invalid={fault !== ''}
          onChange={(event) => setTyped({ over, from, to: event.target.value })}
        />
      </label>
      <button type="submit" disabled={fault !== ''}>
        {action}
      </button>
      {fault !== '' && <span role="status">{fault}</span>}
    </form>
  );
}
