import { EditorField } from './EditorField.tsx';
import { TextField } from './TextField.tsx';

interface FilterFieldProps {
  label: string;
  tooltip: string;
  value: string;
  /** In characters of the theme's grid (8 px). */
  width: number;
  /** What an empty text stands for. */
  placeholder?: string;
  /** What is wrong with the value. */
  error?: string;
  onCommit: (value: string) => void;
}

/** A text that narrows what is asked; empty it narrows nothing. */
export function FilterField(props: FilterFieldProps): React.JSX.Element {
  const { label, tooltip, error, placeholder = 'All', ...field } = props;
  return (
    <EditorField label={label} tooltip={tooltip} error={error}>
      {({ id }) => <TextField {...field} id={id} placeholder={placeholder} invalid={error !== undefined} />}
    </EditorField>
  );
}
