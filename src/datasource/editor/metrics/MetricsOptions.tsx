import { CoreApp } from '@grafana/data';
import { InlineSwitch, RadioButtonGroup } from '@grafana/ui';
import type { MetricsQuery } from '@observatory/protocol/datasource-query';
import { useState } from 'react';
import { durationMs } from '../../promql/range-duration.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import { OneChoice } from '../OneChoice.tsx';
import { EditorField } from '../EditorField.tsx';
import { EditorRow } from '../EditorRow.tsx';
import { TextField } from '../TextField.tsx';

interface MetricsOptionsProps {
  query: MetricsQuery;
  onChange: (part: Partial<MetricsQuery>) => void;
  context: EditorContext;
}

const MODES = [
  { value: 'range', label: 'Range', description: 'A value for every step of the time range' },
  { value: 'instant', label: 'Instant', description: 'One value for each series, at the end of the time range' },
  { value: 'stream', label: 'Stream', description: 'The time range first, then every new value as it arrives' },
] as const;

const FORMATS = [
  { value: 'time_series', label: 'Time series', description: 'A frame for each series' },
  { value: 'wide', label: 'Wide', description: 'One frame with a column for each series' },
  { value: 'table', label: 'Table', description: 'A column for each label' },
  { value: 'heatmap', label: 'Heatmap', description: 'Buckets of a classic histogram' },
] as const;

const LEGENDS = [
  { value: '__auto', label: 'Auto', description: 'Only the labels that differ' },
  { value: '', label: 'Verbose', description: 'The series as PromQL writes it' },
];

/** How the answer is shaped. */
export function MetricsOptions({ query, onChange, context }: MetricsOptionsProps): React.JSX.Element {
  const [stepError, setStepError] = useState<string>();
  const isAlert = context.app === CoreApp.UnifiedAlerting || context.app === CoreApp.CloudAlerting;
  const modes = isAlert ? MODES.filter(({ value }) => value !== 'stream') : MODES;
  const commitStep = (text: string) => {
    const isGood = text === '' || /\$/.test(text) || (durationMs(text) ?? 0) > 0;
    setStepError(isGood ? undefined : 'A duration such as 15s, 1m or 1h');
    if (isGood) onChange({ minStep: text });
  };
  return (
    <EditorRow data-testid={testIds.query.options}>
      <EditorField
        label="Type"
        tooltip={
          isAlert ? 'An alert rule compares instant values as they are; a range has to be reduced first.' : undefined
        }
      >
        {({ id }) => (
          <RadioButtonGroup
            id={id}
            aria-label="Type"
            options={[...modes]}
            value={query.mode}
            onChange={(mode) => onChange({ mode })}
          />
        )}
      </EditorField>
      <EditorField label="Legend" tooltip="Names of the series: a choice, or a text with {{label}} in it.">
        {({ id }) => (
          <OneChoice
            id={id}
            options={LEGENDS}
            value={
              LEGENDS.find(({ value }) => value === query.legendFormat) ?? {
                value: query.legendFormat,
                label: query.legendFormat,
              }
            }
            onChange={(value) => value !== undefined && onChange({ legendFormat: value })}
            allowsOthers
            width={20}
          />
        )}
      </EditorField>
      <EditorField label="Format">
        {({ id }) => (
          <OneChoice
            id={id}
            options={[...FORMATS]}
            value={query.format}
            onChange={(value) => value !== undefined && onChange({ format: value })}
            width={18}
          />
        )}
      </EditorField>
      <EditorField
        label="Min step"
        tooltip="Smallest distance of two values; empty leaves it to the panel's width and the scrape interval."
        error={stepError}
      >
        {({ id }) => (
          <TextField
            id={id}
            value={query.minStep}
            width={12}
            placeholder="auto"
            invalid={stepError !== undefined}
            onCommit={commitStep}
          />
        )}
      </EditorField>
      {query.mode === 'range' && !isAlert && (
        <EditorField label="Exemplars" tooltip="Samples that carry a trace, on top of the lines.">
          {({ id }) => (
            <InlineSwitch
              id={id}
              value={query.exemplars}
              onChange={(event) => onChange({ exemplars: event.currentTarget.checked })}
            />
          )}
        </EditorField>
      )}
    </EditorRow>
  );
}
