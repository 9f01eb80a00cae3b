import { useState } from 'react';
import { EditorField } from './EditorField.tsx';
import { TextField } from './TextField.tsx';

interface LimitFieldProps {
  label: string;
  tooltip?: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A whole number between two bounds; anything else is named and not taken. */
export function LimitField({ label, tooltip, value, min, max, onChange }: LimitFieldProps): React.JSX.Element {
  const [error, setError] = useState<string>();
  const commit = (text: string) => {
    const number = Number(text);
    const isGood = text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max;
    setError(isGood ? undefined : `A whole number from ${min} to ${max}`);
    if (isGood) onChange(number);
  };
  return (
    <EditorField label={label} tooltip={tooltip} error={error}>
      {({ id }) => (
        <TextField
          id={id}
          type="number"
          value={String(value)}
          width={12}
          invalid={error !== undefined}
          onCommit={commit}
        />
      )}
    </EditorField>
  );
}
