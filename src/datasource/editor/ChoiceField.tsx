import type { ComboboxOption } from '@grafana/ui';
import { EditorField } from './EditorField.tsx';
import { MultiChoice } from './MultiChoice.tsx';

interface ChoiceFieldProps<T extends string> {
  label: string;
  tooltip?: string;
  value: readonly T[];
  /** Names, or names with descriptions; or a function that finds them. */
  options: readonly T[] | ((typed: string) => Promise<Array<ComboboxOption<T>>>);
  onChange: (value: T[]) => void;
  /** Values beside the options, such as variables. */
  allowsOthers?: boolean;
  placeholder?: string;
}

/** Several of a list; none means all. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>): React.JSX.Element {
  const { label, tooltip, value, options, onChange, allowsOthers = false, placeholder = 'All' } = props;
  const choices =
    typeof options === 'function' ? options : options.map((option) => ({ value: option, label: words(option) }));
  return (
    <EditorField label={label} tooltip={tooltip}>
      {({ id }) => (
        <MultiChoice
          id={id}
          options={choices}
          value={value.map((one) => ({ value: one, label: allowsOthers ? one : words(one) }))}
          onChange={onChange}
          allowsOthers={allowsOthers}
          placeholder={placeholder}
        />
      )}
    </EditorField>
  );
}

/** `function_worker` as `function worker`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}
