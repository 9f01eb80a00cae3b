import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { NodeRow } from './node.ts';
import { NodesTable } from './NodesTable.tsx';

const nodes: NodeRow[] = [
  {
    id: 'b1',
    name: 'broker-1',
    kind: 'broker',
    cluster: 'demo-1',
    address: '127.0.0.1:7500',
    state: 'up',
    reason: '',
    lastScrapeMs: 9000,
    lastScrapeDurationMs: 5,
    samples: 2313,
  },
  {
    id: 'k1',
    name: 'bookie-1',
    kind: 'bookie',
    cluster: 'demo-1',
    address: '127.0.0.1:7503',
    state: 'down',
    reason: 'connection refused',
    lastScrapeMs: undefined,
    lastScrapeDurationMs: undefined,
    samples: undefined,
  },
];

function Harness(): React.JSX.Element {
  const [selected, setSelected] = useState<string | undefined>();
  return (
    <>
      <NodesTable nodes={nodes} nowMs={12_000} selected={selected} onSelect={setSelected} />
      <output>{selected ?? 'none'}</output>
    </>
  );
}

describe('NodesTable', () => {
  it('shows state in words, why a node is not up, and when it was scraped', () => {
    render(<Harness />);
    const row = screen.getByRole('row', { name: /broker-1/ });
    expect(within(row).getByText('3 s ago')).toBeInTheDocument();
    expect(within(row).getByText('2,313')).toBeInTheDocument();
    expect(screen.getByText(/connection refused/)).toBeInTheDocument();
    expect(screen.getByText(/1 up, 1 not up/)).toBeInTheDocument();
  });

  it('is operated by keyboard: arrows move, Enter selects, Escape lets go', async () => {
    render(<Harness />);
    const user = userEvent.setup();
    screen.getByRole('row', { name: /broker-1/ }).focus();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByRole('status')).toHaveTextContent('k1');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('status')).toHaveTextContent('none');
  });

  it('filters and puts trouble first', async () => {
    render(<Harness />);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Trouble first' }));
    expect(screen.getAllByRole('row')[1]).toHaveTextContent('bookie-1');
    await user.type(screen.getByRole('searchbox'), 'nothing like it');
    expect(screen.getByText('No node matches the filter.')).toBeInTheDocument();
  });
});
