import { useId, useState } from 'react';
import { Field, Input } from '@grafana/ui';
import { shippedThresholds } from '../../alerting/shipped-rules.gen.ts';
import type { ShippedThreshold, ThresholdValues } from '../../alerting/shipped-rule.ts';
import { testIds } from '../../components/test-ids.ts';
import type { RuleState } from './rule-states.ts';
import styles from './rules.module.css';

interface ThresholdFieldsProps {
  states: readonly RuleState[];
  values: ThresholdValues;
  onChange: (name: string, value: number) => void;
}

/** Every named threshold with what it means and which rules need it. */
export function ThresholdFields({ states, values, onChange }: ThresholdFieldsProps): React.JSX.Element {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <h3 id={headingId}>Thresholds</h3>
      <div className={styles.thresholds}>
        {shippedThresholds.map((threshold) => (
          <ThresholdField
            key={threshold.name}
            threshold={threshold}
            usedBy={states.filter(({ thresholds }) => thresholds.includes(threshold.name)).map(({ name }) => name)}
            value={values[threshold.name]}
            onChange={(value) => onChange(threshold.name, value)}
          />
        ))}
      </div>
    </section>
  );
}

interface ThresholdFieldProps {
  threshold: ShippedThreshold;
  usedBy: readonly string[];
  value: number;
  onChange: (value: number) => void;
}

function ThresholdField({ threshold, usedBy, value, onChange }: ThresholdFieldProps): React.JSX.Element {
  const id = useId();
  // What is typed may be no number for a moment (`-`, `1e`).
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && (typed.trim() === '' || !Number.isFinite(Number(typed)));
  return (
    <Field
      htmlFor={id}
      label={threshold.name}
      description={`${threshold.description} Shipped: ${threshold.value}. Used by ${usedBy.join(', ') || 'no rule'}.`}
      invalid={isWrong}
      error="Enter a number."
    >
      <Input
        id={id}
        data-testid={testIds.rules.threshold(threshold.name)}
        width={20}
        inputMode="decimal"
        value={typed ?? String(value)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (text.trim() !== '' && Number.isFinite(Number(text))) onChange(Number(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </Field>
  );
}
