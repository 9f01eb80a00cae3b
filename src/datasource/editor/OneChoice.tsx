import type { SelectableValue } from '@grafana/data';
import { AsyncSelect, Select, type ComboboxOption } from '@grafana/ui';

interface OneChoiceProps<T extends string> {
  id?: string;
  value: T | ComboboxOption<T> | null;
  /** All of them, or a function that finds them. */
  options: Array<ComboboxOption<T>> | ((typed: string) => Promise<Array<ComboboxOption<T>>>);
  /** Without a value only where it can be cleared. */
  onChange: (value: T | undefined) => void;
  placeholder?: string;
  /** Values beside the options, such as variables. */
  allowsOthers?: boolean;
  isClearable?: boolean;
  /** In characters of the theme's grid (8 px). */
  width?: number;
  'aria-label'?: string;
  'data-testid'?: string;
}

/**
 * One of a list. Grafana's older Select: a choice by mouse in 12.3's Combobox ends in an endless loop of renders
 * (React's error 185) in Explore, beside panels that draw at the same time.
 */
export function OneChoice<T extends string>(props: OneChoiceProps<T>): React.JSX.Element {
  const { id, value, options, onChange, placeholder, allowsOthers = false, isClearable = false, width } = props;
  const chosen = typeof value === 'string' ? (find(options, value) ?? { value, label: value }) : value;
  const shared = {
    inputId: id,
    'aria-label': props['aria-label'],
    'data-testid': props['data-testid'],
    value: chosen as SelectableValue<T> | null,
    onChange: (option: SelectableValue<T> | null) => onChange(option?.value),
    allowCustomValue: allowsOthers,
    createOptionPosition: 'first' as const,
    placeholder,
    isClearable,
    width: width ?? ('auto' as const),
  };
  if (typeof options === 'function') return <AsyncSelect {...shared} loadOptions={options} defaultOptions />;
  return <Select {...shared} options={grouped(options)} />;
}

function find<T extends string>(options: OneChoiceProps<T>['options'], value: T): ComboboxOption<T> | undefined {
  return typeof options === 'function' ? undefined : options.find((option) => option.value === value);
}

/** Options with groups as Select wants them: nested. */
function grouped<T extends string>(options: Array<ComboboxOption<T>>): Array<SelectableValue<T>> {
  if (options.every(({ group }) => group === undefined)) return options;
  const groups = new Map<string, Array<ComboboxOption<T>>>();
  for (const { group = '', ...option } of options) groups.set(group, [...(groups.get(group) ?? []), option]);
  return [...groups].map(([label, members]) => ({ label, options: members }));
}
