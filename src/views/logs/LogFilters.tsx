import { forwardRef, useEffect, useState } from 'react';
import { LOG_LEVELS, type LogLevel, type LogSources } from '@observatory/protocol/logs';
import type { LogFilters } from './model/logs-state.ts';
import styles from './Logs.module.css';

const TYPING_MS = 300;

interface LogFiltersProps {
  filters: LogFilters;
  sources: LogSources | undefined;
  onChange: (changes: Partial<LogFilters>) => void;
}

/** What lines are looked for. The field of the text is what `/` leads to. */
export const LogFilterBar = forwardRef<HTMLInputElement, LogFiltersProps>(function LogFilterBar(
  { filters, sources, onChange },
  textRef,
): React.JSX.Element {
  const { nodes, sources: chosen, minLevel, logger, text, isRegex } = filters;
  return (
    <div className={styles.filters} role="search" aria-label="Filter lines">
      <Several label="Agent" all={sources?.nodes ?? []} chosen={nodes} onChange={(next) => onChange({ nodes: next })} />
      <Several
        label="Source"
        all={sources?.sources ?? []}
        chosen={chosen}
        onChange={(next) => onChange({ sources: next })}
      />
      <label>
        Level{' '}
        <select
          value={minLevel ?? ''}
          onChange={({ target }) =>
            onChange({ minLevel: target.value === '' ? undefined : (target.value as LogLevel) })
          }
        >
          <option value="">all</option>
          {LOG_LEVELS.slice(1).map((level) => (
            <option key={level} value={level}>
              {level === 'fatal' ? level : `${level} and worse`}
            </option>
          ))}
        </select>
      </label>
      <Typed
        label="Logger"
        placeholder="part of its name"
        value={logger}
        onChange={(next) => onChange({ logger: next })}
        list={sources?.loggers ?? []}
      />
      <Typed
        ref={textRef}
        label={isRegex ? 'Pattern' : 'Text'}
        placeholder={isRegex ? 'RE2, anywhere in the message' : 'anywhere in the message ( / )'}
        value={text}
        onChange={(next) => onChange({ text: next })}
        isWide
      />
      <button
        type="button"
        aria-pressed={isRegex}
        title="Regular expression (RE2)"
        onClick={() => onChange({ isRegex: !isRegex })}
      >
        .*<span className="visually-hidden"> regular expression</span>
      </button>
    </div>
  );
});

/** Several names of a list that may be long: chosen ones as buttons that take them away. */
function Several(props: {
  label: string;
  all: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}): React.JSX.Element {
  const { label, all, chosen, onChange } = props;
  const rest = all.filter((each) => !chosen.includes(each));
  return (
    <span className={styles.several}>
      <label>
        {label}{' '}
        <select
          value=""
          onChange={({ target }) => {
            if (target.value !== '') onChange([...chosen, target.value]);
          }}
        >
          <option value="">{chosen.length === 0 ? 'all' : 'add …'}</option>
          {rest.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      {chosen.map((each) => (
        <button
          key={each}
          type="button"
          aria-label={`No longer only ${label.toLowerCase()} ${each}`}
          onClick={() => onChange(chosen.filter((other) => other !== each))}
        >
          {each} ×
        </button>
      ))}
    </span>
  );
}

interface TypedProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  list?: readonly string[];
  isWide?: boolean;
}

/** A text that counts when typing rests, so that not every letter is a request. */
const Typed = forwardRef<HTMLInputElement, TypedProps>(function Typed(
  { label, placeholder, value, onChange, list = [], isWide },
  ref,
): React.JSX.Element {
  // What is typed counts for the value it began with: one that comes from elsewhere (a link, the back button) replaces it.
  const [typed, setTyped] = useState<{ over: string; text: string }>();
  const text = typed?.over === value ? typed.text : value;
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
    // Only what is typed asks; the callback is new in every render.
  }, [text]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  const listId = `logs-${label}`;
  return (
    <label className={isWide ? styles.wide : undefined}>
      {label}{' '}
      <input
        ref={ref}
        type="search"
        placeholder={placeholder}
        value={text}
        {...(list.length > 0 && { list: listId })}
        onChange={(event) => setTyped({ over: value, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && text !== value) onChange(text);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {list.length > 0 && (
        <datalist id={listId}>
          {list.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
});
