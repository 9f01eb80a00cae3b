import { Input } from '@grafana/ui';
import { useState } from 'react';

interface TextFieldProps {
  id?: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  /** In characters of the theme's grid (8 px). */
  width?: number;
  invalid?: boolean;
  type?: 'text' | 'number';
  'aria-label'?: string;
  'data-testid'?: string;
}

/** A text that counts when the user is done with it: on Enter, or when the focus leaves. */
export function TextField({ value, onCommit, ...input }: TextFieldProps): React.JSX.Element {
  // What is typed counts for the value it began with: a value that comes from elsewhere replaces it.
  const [typed, setTyped] = useState<{ over: string; text: string }>();
  const text = typed?.over === value ? typed.text : value;
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <Input
      {...input}
      value={text}
      onChange={(event) => setTyped({ over: value, text: event.currentTarget.value })}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
