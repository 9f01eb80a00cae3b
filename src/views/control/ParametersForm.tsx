import { useId, useState } from 'react';
import type { OperationInfo, OperationParameters } from '@observatory/protocol/control';
import { initialFields, parametersOf, type FieldValues, type ParameterInfo } from './parameter-fields.ts';
import styles from './Control.module.css';

export interface ParametersFormProps {
  operation: OperationInfo;
  /** What was given before. */
  given: OperationParameters | undefined;
  onPlan: (parameters: OperationParameters) => void;
}

/** Fields from what the operation says of its parameters, filled with its defaults, and the way to the plan. */
export function ParametersForm({ operation, given, onPlan }: ParametersFormProps): React.JSX.Element {
  const { parameters: infos } = operation;
  const [fields, setFields] = useState<FieldValues>(() => initialFields(infos, given));
  const [tried, setTried] = useState(false);
  const { parameters, faults } = parametersOf(infos, fields);
  return (
    <form
      className={styles.confirm}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(faults).length === 0) onPlan(parameters);
      }}
    >
      {infos.map((info) => (
        <Field
          key={info.name}
          info={info}
          value={fields[info.name]}
          fault={tried ? (faults[info.name] ?? '') : ''}
          onChange={(value) => setFields({ ...fields, [info.name]: value })}
        />
      ))}
      <div className={styles.row}>
        <button type="submit">Show the plan</button>
        <span className={styles.muted}>A plan changes nothing.</span>
      </div>
    </form>
  );
}

interface FieldProps {
  info: ParameterInfo;
  value: string | boolean;
  fault: string;
  onChange: (value: string | boolean) => void;
}

function Field({ info, value, fault, onChange }: FieldProps): React.JSX.Element {
  const id = useId();
  const { name, type, required, description } = info;
  const described = `${id}-about ${id}-fault`;
  if (typeof value === 'boolean')
    return (
      <div className={styles.field}>
        <label htmlFor={id}>
          <input
            id={id}
            type="checkbox"
            checked={value}
            aria-describedby={`${id}-about`}
            onChange={(event) => onChange(event.target.checked)}
          />
          {name.replaceAll('_', ' ')}
        </label>
        <span id={`${id}-about`} className={styles.muted}>
          {description}
        </span>
      </div>
    );
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {name.replaceAll('_', ' ')}
        {!required && <span className={styles.muted}>optional</span>}
      </label>
      <input
        id={id}
        type={type === 'number' ? 'number' : 'text'}
        step="any"
        required={required}
        aria-invalid={fault !== ''}
        aria-describedby={described}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-about`} className={styles.muted}>
        {description}
      </span>
      <span id={`${id}-fault`} className={styles.fault} role="status">
        {fault}
      </span>
    </div>
  );
}
