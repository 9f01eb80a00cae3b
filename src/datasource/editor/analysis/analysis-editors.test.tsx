import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { fakeDatasource } from '../../testing/fake-datasource.ts';
import type { ObservatoryQuery } from '../../types.ts';
import { QueryEditor } from '../QueryEditor.tsx';

// Monaco needs a real browser (e2e/grafana has one); here it is a text area.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  CodeEditor: (props: { value: string; onChange: (text: string) => void; onBlur: (text: string) => void }) => (
    <textarea
      aria-label="PromQL expression"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onBlur={(event) => props.onBlur(event.target.value)}
    />
  ),
}));

beforeAll(() => {
  // Lists measure their options.
  HTMLCanvasElement.prototype.getContext = (() => ({ measureText: () => ({ width: 10 }) })) as never;
});

const datasource = fakeDatasource();

function setUp(initial: Record<string, unknown>) {
  const seen = { query: { refId: 'A', ...initial } as unknown as ObservatoryQuery, runs: 0 };
  function Host() {
    const [query, setQuery] = useState(seen.query);
    seen.query = query;
    return <QueryEditor datasource={datasource} query={query} onChange={setQuery} onRunQuery={() => seen.runs++} />;
  }
  render(<Host />);
  return seen;
}

it.each(['anomalies', 'forecast', 'candidates'])(
  '%s: PromQL is asked when the user is done with it',
  async (queryType) => {
    const seen = setUp({ queryType });
    await userEvent.type(screen.getByLabelText('PromQL expression'), 'up');
    expect(seen.runs).toBe(0);
    await userEvent.tab();
    expect(seen.query).toMatchObject({ queryType, expr: 'up' });
    expect(seen.runs).toBe(1);
    await userEvent.click(screen.getByRole('radio', { name: 'One number' }));
    expect(seen.query).toMatchObject({ mode: 'instant' });
  },
);

it('a forecast takes a horizon and a limit, and names what is none', async () => {
  const seen = setUp({ queryType: 'forecast', expr: 'x', limit: 5 });
  const write = async (label: string, text: string) => {
    await userEvent.clear(screen.getByLabelText(label));
    if (text !== '') await userEvent.type(screen.getByLabelText(label), text);
    await userEvent.tab();
  };
  await write('Horizon', '7d');
  expect(seen.query).toMatchObject({ horizon: '7d' });
  await write('Horizon', 'soon');
  expect(screen.getByRole('alert')).toHaveTextContent('A duration such as');
  expect(seen.query).toMatchObject({ horizon: '7d' });
  await write('Limit', '');
  expect(seen.query).not.toHaveProperty('limit');
  await write('Limit', '95');
  expect(seen.query).toMatchObject({ limit: 95 });
});
