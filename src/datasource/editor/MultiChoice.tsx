import type { SelectableValue } from '@grafana/data';
import { AsyncMultiSelect, MultiSelect, type ComboboxOption } from '@grafana/ui';

interface MultiChoiceProps<T extends string> {
  id: string;
  value: Array<ComboboxOption<T>>;
  /** All of them, or a function that finds them. */
  options: Array<ComboboxOption<T>> | ((typed: string) => Promise<Array<ComboboxOption<T>>>);
  onChange: (value: T[]) => void;
  allowsOthers: boolean;
  placeholder: string;
}

/** Several of a list; Grafana's older MultiSelect for the reason that OneChoice gives. */
export function MultiChoice<T extends string>(props: MultiChoiceProps<T>): React.JSX.Element {
  const { id, value, options, onChange, allowsOthers, placeholder } = props;
  const shared = {
    inputId: id,
    value: value as Array<SelectableValue<T>>,
    onChange: (chosen: Array<SelectableValue<T>>) =>
      onChange(chosen.flatMap((option) => (option.value === undefined ? [] : [option.value]))),
    allowCustomValue: allowsOthers,
    placeholder,
    isClearable: true,
    width: 'auto' as const,
  };
  if (typeof options === 'function') return <AsyncMultiSelect {...shared} loadOptions={options} defaultOptions />;
  return <MultiSelect {...shared} options={options} />;
}
