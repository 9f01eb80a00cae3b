import { useEffect, useState } from 'react';
import { AUDIT_ACTIONS } from '@observatory/protocol/control';
import { useSearchParam, useSetSearch } from '../page/use-location.ts';
import type { AuditFilter } from './audit-query.ts';
import styles from './Audit.module.css';

/** The filter as the address has it. */
export function useAuditFilter(): AuditFilter {
  const [actor] = useSearchParam('actor');
  const [action] = useSearchParam('action');
  const [operation] = useSearchParam('operation');
  const [target] = useSearchParam('target');
  const [execution] = useSearchParam('execution');
  return { actor, action, operation, target, execution };
}

/** Fields that narrow the records; what is typed counts when typing rests. */
export function AuditFilters(): React.JSX.Element {
  const filter = useAuditFilter();
  const setSearch = useSetSearch();
  const set = (key: keyof AuditFilter, value: string) => setSearch({ [key]: value, offset: undefined }, true);
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      <label>
        Action
        <select value={filter.action} onChange={(event) => set('action', event.target.value)}>
          <option value="">any</option>
          {AUDIT_ACTIONS.map((each) => (
            <option key={each} value={each}>
              {each.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <TextFilter title="Who, exactly" value={filter.actor} onChange={(value) => set('actor', value)} />
      <TextFilter title="Operation, exactly" value={filter.operation} onChange={(value) => set('operation', value)} />
      <TextFilter title="Part of the target" value={filter.target} onChange={(value) => set('target', value)} />
      <TextFilter title="Execution" value={filter.execution} onChange={(value) => set('execution', value)} />
      {Object.values(filter).some((value) => value !== '') && (
        <button
          type="button"
          onClick={() =>
            setSearch({ actor: '', action: '', operation: '', target: '', execution: '', offset: undefined })
          }
        >
          Clear
        </button>
      )}
    </div>
  );
}

const TYPING_MS = 300;

interface TextFilterProps {
  title: string;
  value: string;
  onChange: (value: string) => void;
}

function TextFilter({ title, value, onChange }: TextFilterProps): React.JSX.Element {
  const [text, setText] = useState(value);
  const [before, setBefore] = useState(value);
  if (value !== before) {
    // The address changed: a link, the way back, or what was typed here.
    setBefore(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
    // Only what is typed asks; the callback is new in every render.
  }, [text]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  return (
    <label>
      {title}
      <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}
