import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FramesAnswer, FramesRequest } from '@observatory/protocol/frames';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider } from '../host/ViewHost.ts';
import { healthGrid, troubleShare } from './health-grid.ts';
import { healthExpr } from './health-state.ts';
import { HealthView } from './HealthView.tsx';

const window = { fromMs: 0, toMs: 2_700_000 };

/** An answer to the one query of the view: two brokers and a bookie, of which broker-2 had a warning. */
function answer(request: FramesRequest): FramesAnswer {
  const { refId } = request.queries[0];
  const series = (labels: Record<string, string>, values: number[]) => ({
    schema: {
      name: '',
      refId,
      meta: {},
      fields: [
        { name: 'Time', type: 'time' as const, typeInfo: { frame: 'time.Time', nullable: false } },
        { name: 'Value', type: 'number' as const, typeInfo: { frame: 'float64', nullable: false }, labels },
      ],
    },
    data: { values: [values.map((_, index) => index * 15_000), values] },
  });
  const frames = [
    series({ job: 'broker', instance: 'broker-10:8080' }, [0, 0, 0, 0]),
    series({ job: 'broker', instance: 'broker-2:8080' }, [0, 1, 0, 0]),
    series({ job: 'bookie', instance: 'bookie-1:8000' }, [0, 0, 0, 3]),
  ];
  return { results: { [refId]: { status: 200, frames } } };
}

function show(loadFrames: (request: FramesRequest) => Promise<FramesAnswer>) {
  return render(
    <ViewHostProvider value={fakeViewHost({ loadFrames })}>
      <HealthView window={window} theme="dark" />
    </ViewHostProvider>,
  );
}

describe('healthGrid', () => {
  const series = [
    { labels: { job: 'broker', instance: 'b-10' }, times: [0], values: [2] },
    { labels: { job: 'broker', instance: 'b-2' }, times: [0], values: [0] },
    { labels: { job: 'bookie', instance: 'k-1' }, times: [0], values: [null] },
  ];
  const window = { fromMs: 0, toMs: 0, stepMs: 1000 };

  it('orders nodes by group, then by number in the name or by trouble', () => {
    expect(healthGrid(series, window).rows.map(({ label }) => label)).toEqual(['k-1', 'b-2', 'b-10']);
    const worst = healthGrid(series, window, { order: 'worst' });
    expect(worst.rows.map(({ label }) => label)).toEqual(['k-1', 'b-10', 'b-2']);
    expect(worst.rows.map((_, row) => troubleShare(worst, row))).toEqual([NaN, 1, 0]);
  });

  it('keeps nodes of one name apart by cluster', () => {
    const twins = ['a', 'b'].map((cluster) => ({ labels: { cluster, instance: 'x' }, times: [0], values: [0] }));
    expect(healthGrid(twins, window).rows).toHaveLength(2);
  });
});

describe('HealthView', () => {
  it('says who was in trouble, and shows the cells as a table', async () => {
    show((request) => Promise.resolve(answer(request)));
    expect(await screen.findByText(/was in trouble 25 % of the time, the longest of 2 of 3 nodes/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Table' }));
    await userEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    const row = screen.getByRole('row', { name: /broker-2:8080/ });
    expect(row).toBeInTheDocument();
  });

  it('speaks the cell that the keyboard is on', async () => {
    show((request) => Promise.resolve(answer(request)));
    const picture = await screen.findByRole('application', { name: /Health of nodes over time/ });
    picture.focus();
    await userEvent.keyboard('{ArrowDown}{Home}');
    expect(screen.getByText(/bookie-1:8000, .*: healthy/)).toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(screen.getByText(/bookie-1:8000, .*: down: a scrape failed/)).toBeInTheDocument();
  });

  it('shows why there is nothing', async () => {
    show(() => Promise.reject(new Error('The sidecar does not answer. Start it.')));
    expect(await screen.findByRole('alert')).toHaveTextContent('The sidecar does not answer. Start it.');
  });

  it('says that no node was scraped', async () => {
    show(({ queries }) => Promise.resolve({ results: { [queries[0].refId]: { status: 200, frames: [] } } }));
    expect(await screen.findByText(/No node was scraped in this time range/)).toBeVisible();
  });

  it('puts matchers into every selector', () => {
    expect(healthExpr(['cluster="a"']).match(/cluster="a"/g)).toHaveLength(3);
  });
});
