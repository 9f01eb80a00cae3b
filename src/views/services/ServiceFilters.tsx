import { useSearchParam, useSetSearch } from '../page/use-location.ts';
import { STATE_ORDER, type ServiceFilter, type ServiceRow } from './service-row.ts';
import styles from './Services.module.css';

export type ServiceOrder = 'agent' | 'state';

/** The filter of the table as the address has it. */
export function useServiceFilter(): ServiceFilter & { order: ServiceOrder } {
  const [state] = useSearchParam('state');
  const [agent] = useSearchParam('agent');
  const [cluster] = useSearchParam('cluster');
  const [text] = useSearchParam('search');
  const [order] = useSearchParam('sort', 'agent');
  return { state, agent, cluster, text, order: order === 'state' ? 'state' : 'agent' };
}

/** Narrows the table by text, state, agent and cluster. */
export function ServiceFilters({ rows }: { rows: readonly ServiceRow[] }): React.JSX.Element {
  const { state, agent, cluster, text, order } = useServiceFilter();
  const setSearch = useSetSearch();
  const set = (key: string, value: string) => setSearch({ [key]: value, offset: undefined }, true);
  return (
    <div className={styles.toolbar} role="group" aria-label="Filters">
      <input
        type="search"
        aria-label="Filter services"
        placeholder="Name, host, node, detail"
        value={text}
        onChange={(event) => set('search', event.target.value)}
      />
      <Choice title="State" value={state} options={STATE_ORDER} onChange={(next) => set('state', next)} />
      <Choice title="Agent" value={agent} options={namesIn(rows, 'agent')} onChange={(next) => set('agent', next)} />
      <Choice
        title="Cluster"
        value={cluster}
        options={namesIn(rows, 'cluster')}
        onChange={(next) => set('cluster', next)}
      />
      <button
        type="button"
        aria-pressed={order === 'state'}
        onClick={() => set('sort', order === 'state' ? '' : 'state')}
      >
        Trouble first
      </button>
    </div>
  );
}

interface ChoiceProps {
  title: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}

function Choice({ title, value, options, onChange }: ChoiceProps): React.JSX.Element {
  // What the address names stays choosable, also when nothing has it now.
  const all = value === '' || options.includes(value) ? options : [...options, value];
  return (
    <label>
      {title}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">any</option>
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function namesIn(rows: readonly ServiceRow[], key: 'agent' | 'cluster'): string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...new Set(rows.map((row) => row[key]))].filter((name) => name !== '').sort(compare);
}
