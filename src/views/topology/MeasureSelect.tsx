import { useId, useState } from 'react';
import { attributeTitle, MEASURES } from './model/measure.ts';

export interface MeasureSelectProps {
  label: string;
  value: string;
  /** What stands for no measure: `Health`, `Same size`. */
  none: string;
  attributes: readonly string[];
  onChange: (value: string) => void;
}

/** Chooses a measure: ready-made, a number that nodes tell themselves, or any PromQL. */
export function MeasureSelect({ label, value, none, attributes, onChange }: MeasureSelectProps): React.JSX.Element {
  const id = useId();
  const isExpression = value.startsWith('expr:');
  const [asking, setAsking] = useState(isExpression);
  const [draft, setDraft] = useState(isExpression ? value.slice(5) : '');
  return (
    <span>
      <label htmlFor={id}>
        {label}{' '}
        <select
          id={id}
          value={asking ? 'expr:' : value}
          onChange={({ target }) => {
            setAsking(target.value === 'expr:');
            if (target.value !== 'expr:') onChange(target.value);
          }}
        >
          <option value="">{none}</option>
          <optgroup label="Measures">
            {MEASURES.map((measure) => (
              <option key={measure.id} value={measure.id}>
                {measure.title}
              </option>
            ))}
          </optgroup>
          {attributes.length > 0 && (
            <optgroup label="What nodes tell">
              {attributes.map((name) => (
                <option key={name} value={`attr:${name}`}>
                  {attributeTitle(name)}
                </option>
              ))}
            </optgroup>
          )}
          <option value="expr:">PromQL …</option>
        </select>
      </label>
      {asking && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onChange(draft.trim() === '' ? '' : `expr:${draft.trim()}`);
          }}
        >
          <input
            type="text"
            aria-label={`${label}: PromQL`}
            placeholder="sum by (instance) (…)"
            value={draft}
            onChange={({ target }) => setDraft(target.value)}
          />{' '}
          <button type="submit">Show</button>
        </form>
      )}
    </span>
  );
}
