import { type ComboboxOption } from '@grafana/ui';
import type { MetricDescription } from '@observatory/protocol/capabilities';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import { OneChoice } from '../OneChoice.tsx';
import { EditorField } from '../EditorField.tsx';
import { findMetrics } from './find-metrics.ts';
import { useLoaded } from '../use-loaded.ts';

interface MetricFinderProps {
  metric: string;
  onChange: (metric: string) => void;
  context: EditorContext;
}

const NOTHING: ReadonlyMap<string, MetricDescription> = new Map();

/** Finds a metric by words of its name or its help text, and says what it is. */
export function MetricFinder({ metric, onChange, context }: MetricFinderProps): React.JSX.Element {
  const { datasource, window } = context;
  const { value: metrics, error } = useLoaded(() => datasource.resources.metrics(), datasource.uid, NOTHING);
  const find = async (typed: string): Promise<Array<ComboboxOption<string>>> => {
    const [names, descriptions] = await Promise.all([
      datasource.resources.metricNames(window).catch(() => []),
      datasource.resources.metrics().catch(() => NOTHING),
    ]);
    return findMetrics([...datasource.variableNames(), ...names], descriptions, typed);
  };
  const known = metrics.get(metric);
  return (
    <EditorField label="Metric" tooltip={known && describe(known)} error={error}>
      {({ id }) => (
        <OneChoice
          id={id}
          options={find}
          value={metric === '' ? null : { value: metric, label: metric }}
          onChange={(value) => onChange(value ?? '')}
          placeholder="Find by name or description"
          allowsOthers
          isClearable
          width={38}
          data-testid={testIds.query.metric}
        />
      )}
    </EditorField>
  );
}

function describe({ type, unit, help, advice, aliases }: MetricDescription): string {
  const kind = [type, unit].filter(Boolean).join(', ');
  const names = aliases.length > 0 ? `In other versions: ${aliases.join(', ')}.` : '';
  return [kind && `${kind}.`, help, advice, names].filter(Boolean).join(' ');
}
