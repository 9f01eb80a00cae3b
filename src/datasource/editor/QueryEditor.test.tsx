import { CoreApp, dateTime } from '@grafana/data';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { testIds } from '../testIds.ts';
import { fakeDatasource } from '../testing/fake-datasource.ts';
import type { ObservatoryQuery } from '../types.ts';
import { QueryEditor } from './QueryEditor.tsx';

// Monaco needs a real browser (e2e/grafana has one); here it is a text area.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  CodeEditor: ({
    value,
    onChange,
    onBlur,
  }: {
    value: string;
    onChange: (text: string) => void;
    onBlur: (text: string) => void;
  }) => (
    <textarea
      aria-label="PromQL expression"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={(event) => onBlur(event.target.value)}
    />
  ),
}));

const datasource = fakeDatasource();
const range = { from: dateTime(0), to: dateTime(3_600_000), raw: { from: 'now-1h', to: 'now' } };

function setUp(initial: Partial<ObservatoryQuery> | Record<string, unknown>, app = CoreApp.PanelEditor) {
  const seen = { query: { refId: 'A', ...initial } as ObservatoryQuery, runs: 0 };
  function Host() {
    const [query, setQuery] = useState(seen.query);
    seen.query = query;
    return (
      <QueryEditor
        datasource={datasource}
        query={query}
        onChange={setQuery}
        onRunQuery={() => seen.runs++}
        range={range}
        app={app}
      />
    );
  }
  render(<Host />);
  return seen;
}

/** Chooses from a list as the keyboard does; options that are asked for come a moment after the typing. */
async function choose(input: HTMLElement, option: string) {
  await userEvent.click(input);
  await userEvent.keyboard(option);
  await waitFor(() => expect(screen.getAllByTestId('data-testid Select option')[0]).toHaveTextContent(option));
  await userEvent.keyboard('{Enter}');
}

beforeAll(() => {
  // Lists measure their options.
  HTMLCanvasElement.prototype.getContext = (() => ({ measureText: () => ({ width: 10 }) })) as never;
});

describe('metrics', () => {
  it('builds an expression: metric, filter, operation', async () => {
    const seen = setUp({ queryType: 'metrics', expr: '' });
    await choose(screen.getByLabelText('Metric'), 'pulsar_in_messages_total');
    expect(seen.query).toMatchObject({ expr: 'pulsar_in_messages_total', version: 1 });
    expect(await screen.findByText(/take rate or increase of it first/)).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    const [label, , value] = within(screen.getByTestId(testIds.query.filter)).getAllByRole('combobox');
    await choose(label, 'cluster');
    expect(seen.query).toMatchObject({ expr: 'pulsar_in_messages_total' });
    await choose(within(screen.getByTestId(testIds.query.filter)).getAllByRole('combobox')[2] ?? value, 'cluster-1');
    expect(seen.query).toMatchObject({ expr: 'pulsar_in_messages_total{cluster="cluster-1"}' });

    await choose(screen.getByLabelText('Add an operation'), 'rate');
    expect(seen.query).toMatchObject({ expr: 'rate(pulsar_in_messages_total{cluster="cluster-1"}[$__rate_interval])' });
    await waitFor(() => expect(screen.queryByTestId(testIds.query.advice)).not.toBeInTheDocument());

    await userEvent.click(screen.getByRole('button', { name: 'Remove rate' }));
    expect(seen.query).toMatchObject({ expr: 'pulsar_in_messages_total{cluster="cluster-1"}' });
    expect(seen.runs).toBeGreaterThan(2);
  });

  it('goes from the builder to code and back', async () => {
    const seen = setUp({ queryType: 'metrics', expr: 'sum(pulsar_rate_in)', editor: 'builder' });
    expect(screen.getByRole('region', { name: 'Operation sum' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Code' }));
    const code = screen.getByLabelText('PromQL expression');
    await userEvent.clear(code);
    await userEvent.type(code, 'topk(3, pulsar_rate_in)');
    await userEvent.tab();
    expect(seen.query).toMatchObject({ expr: 'topk(3, pulsar_rate_in)', editor: 'code' });
    await userEvent.click(screen.getByRole('radio', { name: 'Builder' }));
    expect(screen.getByLabelText('k')).toHaveValue('3');
    expect(screen.getByTestId(testIds.query.preview)).toHaveTextContent('topk(3, pulsar_rate_in)');
  });

  it('stays in code where the builder has no rows for it, and says why', () => {
    setUp({ queryType: 'metrics', expr: 'max_over_time(sum(pulsar_rate_in)[1h:1m])', editor: 'builder' });
    expect(screen.getByTestId(testIds.query.beyondBuilder)).toHaveTextContent('subqueries');
    expect(screen.getByLabelText('PromQL expression')).toHaveValue('max_over_time(sum(pulsar_rate_in)[1h:1m])');
  });

  it('warns of what gives wrong numbers, and names a mistake', async () => {
    setUp({ queryType: 'metrics', expr: 'rate(pulsar_rate_in[5m])', editor: 'code' });
    expect(await screen.findByText('rate over pulsar_rate_in: Already a rate.')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('PromQL expression'), ' +');
    expect(screen.getByRole('status')).toHaveTextContent('ends too early');
  });

  it('explains', async () => {
    setUp({ queryType: 'metrics', expr: 'sum(pulsar_rate_in)', editor: 'builder' });
    await userEvent.click(screen.getByRole('switch', { name: 'Explain' }));
    expect(within(screen.getByRole('list', { name: 'Explanation' })).getAllByRole('listitem')).toHaveLength(2);
  });

  it('takes a step only when it is one', async () => {
    const seen = setUp({ queryType: 'metrics', expr: 'up' });
    await userEvent.type(screen.getByLabelText('Min step'), 'often{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('A duration');
    expect(seen.query).not.toHaveProperty('minStep', 'often');
    await userEvent.clear(screen.getByLabelText('Min step'));
    await userEvent.type(screen.getByLabelText('Min step'), '1m{Enter}');
    expect(seen.query).toMatchObject({ minStep: '1m' });
  });

  it('offers alert rules no stream', () => {
    setUp({ queryType: 'metrics', expr: 'up', mode: 'instant' }, CoreApp.UnifiedAlerting);
    expect(screen.queryByRole('radio', { name: 'Stream' })).not.toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Instant' })).toBeChecked();
  });
});

describe('the other types', () => {
  it('are switched to without losing the expression', async () => {
    const seen = setUp({ queryType: 'metrics', expr: 'sum(up)' });
    await userEvent.click(screen.getByRole('radio', { name: 'Topics' }));
    expect(seen.query).toMatchObject({ queryType: 'topics', measure: 'backlog_entries' });
    await userEvent.click(screen.getByRole('radio', { name: 'Metrics' }));
    expect(seen.query).toMatchObject({ queryType: 'metrics', expr: 'sum(up)' });
  });

  it('topics: rows within bounds, pattern a regular expression', async () => {
    const seen = setUp({ queryType: 'topics' });
    await userEvent.clear(screen.getByLabelText('Rows'));
    await userEvent.type(screen.getByLabelText('Rows'), '0{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('from 1 to 10000');
    await userEvent.type(screen.getByLabelText('Name matches'), '[[{Enter}');
    expect(screen.getAllByRole('alert')).toHaveLength(2);
    await userEvent.click(screen.getByRole('radio', { name: 'Subscriptions' }));
    expect(seen.query).toMatchObject({ subject: 'subscriptions', limit: 20 });
  });

  it.each([
    ['topology', 'Around', { around: 'x' }],
    ['events', 'Node', { node: 'x' }],
    ['logs', 'Logger', { logger: 'x' }],
  ])('%s asks for a %s', async (queryType, label, expected) => {
    const seen = setUp({ queryType });
    await userEvent.type(screen.getByLabelText(label), ' x {Enter}');
    expect(seen.query).toMatchObject(expected);
    expect(seen.runs).toBe(1);
  });

  it('logs: lines or counts, a pattern; the limit is of lines alone', async () => {
    const seen = setUp({ queryType: 'logs', minLevel: 'warn' });
    expect(screen.getByLabelText('Most lines')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Pattern'), 'a+{Enter}');
    await userEvent.click(screen.getByRole('radio', { name: 'Counts' }));
    expect(screen.queryByLabelText('Most lines')).not.toBeInTheDocument();
    expect(seen.query).toMatchObject({ show: 'counts', regex: 'a+', minLevel: 'warn' });
  });

  it('leaves a query of a newer version as it is', () => {
    const seen = setUp({ queryType: 'flamegraph', what: 1 });
    expect(screen.getByTestId(testIds.query.newer)).toHaveTextContent('flamegraph');
    expect(seen.query).toEqual({ refId: 'A', queryType: 'flamegraph', what: 1 });
  });
});
