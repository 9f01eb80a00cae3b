import { RadioButtonGroup } from '@grafana/ui';
import { EditorField } from '../EditorField.tsx';

interface ModeFieldProps {
  value: 'range' | 'instant';
  /** What the one number a series says. */
  instant: string;
  onChange: (mode: 'range' | 'instant') => void;
}

const MODES = [
  { value: 'range', label: 'Full answer' },
  { value: 'instant', label: 'One number' },
] as const;

/** The whole answer, or the one number a series that alert rules get in any case. */
export function ModeField({ value, instant, onChange }: ModeFieldProps): React.JSX.Element {
  return (
    <EditorField label="Answer" tooltip={`One number: ${instant}. Alert rules always get the number.`}>
      {({ id }) => (
        <RadioButtonGroup id={id} aria-label="Answer" options={[...MODES]} value={value} onChange={onChange} />
      )}
    </EditorField>
  );
}
