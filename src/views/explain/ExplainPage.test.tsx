import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Explanation } from '@observatory/protocol/analysis';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider, type ViewHost } from '../host/ViewHost.ts';
import { ExplainPage } from './ExplainPage.tsx';
import { explanationOf, WINDOW } from './testing/explanation.ts';

// jsdom draws nothing: the pictures' texts are what these tests read.
const pen = new Proxy({} as CanvasRenderingContext2D, {
  get: (_, key) => (key === 'measureText' ? () => ({ width: 0 }) : () => undefined),
  set: () => true,
});
HTMLCanvasElement.prototype.getContext = (() => pen) as never;
Object.assign(globalThis, { Path2D: class {} });

interface Asked {
  path: string;
  answer: (answer: Explanation) => void;
  end: () => void;
  fail: (message: string) => void;
  signal: AbortSignal | undefined;
}

function open(search: Record<string, string>, parts: Partial<ViewHost> = {}) {
  const asked: Asked[] = [];
  const host = fakeViewHost({
    load: (path, schema) =>
      path.startsWith('events')
        ? Promise.resolve(schema.parse({ events: [], truncated: false }))
        : Promise.reject(new Error(`load ${path}`)),
    loadFrames: () => Promise.resolve({ results: {} }),
    loadLines: (path, _schema, onLine, signal) =>
      new Promise<void>((resolve, reject) => {
        asked.push({
          path,
          signal,
          answer: (answer) => onLine(answer as never),
          end: resolve,
          fail: (message) => reject(new Error(message)),
        });
      }),
    ...parts,
  });
  host.navigation.go({ path: 'explain', search: new URLSearchParams(search) });
  render(
    <ViewHostProvider value={host}>
      <ExplainPage theme="dark" />
    </ViewHostProvider>,
  );
  const address = () => host.navigation.get().search;
  return { asked, address, host };
}

const window = { from: String(WINDOW.fromMs), to: String(WINDOW.toMs) };

async function answered(
  changes: Partial<Explanation> = {},
  search: Record<string, string> = {},
  parts: Partial<ViewHost> = {},
) {
  const opened = open({ ...window, ...search }, parts);
  await act(async () => {
    opened.asked[0].answer(explanationOf(changes));
    opened.asked[0].end();
    await Promise.resolve();
  });
  return opened;
}

describe('the question', () => {
  it('is chosen where none is in the address', async () => {
    const { asked, address } = open({});
    expect(asked).toEqual([]);
    await userEvent.type(screen.getByRole('textbox', { name: 'Symptom' }), 'sum(up)');
    await userEvent.click(screen.getByRole('button', { name: 'Explain' }));
    expect(address().get('query')).toBe('sum(up)');
    expect(Number(address().get('to')) - Number(address().get('from'))).toBe(15 * 60_000);
    expect(asked[0].path).toContain('query=sum%28up%29');
  });

  it('is asked at once when the address has it; its baseline can be changed', async () => {
    const { asked, address } = await answered({}, { query: 'x' });
    expect(asked).toHaveLength(1);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: /Compared with/ }), 'yesterday');
    expect(address().get('baseline')).toBe('yesterday');
    expect(asked[1].path).toContain('baselineFrom=');
    expect(asked[0].signal?.aborted).toBe(true);
  });

  it('is not asked with a baseline inside of the window', () => {
    const { asked } = open({ ...window, baseline: 'own', baseFrom: '0', baseTo: window.to });
    expect(screen.getByRole('alert')).toHaveTextContent('reaches into the window');
    expect(asked).toEqual([]);
  });
});

describe('the answer', () => {
  it('comes as a first ranking, then a refined one', () => {
    const { asked } = open(window);
    expect(screen.getByText(/Comparing signals/)).toBeInTheDocument();
    act(() => asked[0].answer(explanationOf({ complete: false, summary: 'a first ranking' })));
    expect(screen.getByText('a first ranking')).toBeInTheDocument();
    expect(screen.getByText(/being refined/)).toBeInTheDocument();
    act(() => asked[0].answer(explanationOf({ summary: 'the whole ranking' })));
    expect(screen.getByText('the whole ranking')).toBeInTheDocument();
    expect(screen.queryByText(/being refined/)).not.toBeInTheDocument();
  });

  it('can be cancelled, and asked for again', async () => {
    const { asked } = open(window);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(asked[0].signal?.aborted).toBe(true);
    expect(screen.getByText(/the sidecar has stopped/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    expect(asked).toHaveLength(2);
  });

  it('fails in the sidecar’s words', async () => {
    const { asked } = open(window);
    await act(async () => {
      asked[0].fail('the window is empty');
      await Promise.resolve();
    });
    expect(screen.getByRole('alert')).toHaveTextContent('the window is empty');
  });

  it('keeps what changed apart from what got worse, and says what was rejected and why', async () => {
    await answered();
    const causes = screen.getByRole('region', { name: 'What changed' });
    expect(
      within(causes)
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual(['bookie bookie-2']);
    expect(causes).toHaveTextContent('2 s before the symptom');
    expect(causes).toHaveTextContent('one step upstream');
    expect(causes).toHaveTextContent('95 %, strong');
    const worse = screen.getByRole('region', { name: 'What got worse' });
    expect(worse).toHaveTextContent('broker-2');
    expect(worse).toHaveTextContent('it began 17 s after the symptom');
    expect(screen.getByText(/304 signals were compared/)).toHaveTextContent('not proof');
    expect(screen.getByRole('img', { name: /writes wait for the ack quorum/ })).toBeInTheDocument();
    expect(screen.getAllByRole('img', { name: /answers to scrapes of bookie-2, began 2 s before/ })).not.toEqual([]);
  });

  it('shows evidence, pins and filters, all in the address', async () => {
    const { address } = await answered();
    await userEvent.click(screen.getAllByRole('button', { name: /Evidence/ })[0]);
    expect(screen.getByText('min(up{instance="127.0.0.1:8002"})')).toBeInTheDocument();
    expect(address().get('open')).toBe('demo-1/bookie/127.0.0.1:3182 unreachable');
    await userEvent.click(screen.getAllByRole('button', { name: 'Pin' })[0]);
    expect(address().getAll('pin')).toEqual(['demo-1/bookie/127.0.0.1:3182 unreachable']);
    await userEvent.click(screen.getByRole('button', { name: 'subscription (2)' }));
    expect(address().get('kinds')).toBe('subscription');
    expect(screen.getByText('1 left out')).toBeInTheDocument();
  });

  it('is an answer as well when nothing explains the symptom', async () => {
    const { address } = await answered({ candidates: [], summary: 'Nothing upstream explains this.' });
    const nothing = screen.getByRole('region', { name: 'No candidate' });
    expect(nothing).toHaveTextContent('304 signals were compared');
    expect(nothing).toHaveTextContent('2 left what is usual and were rejected');
    await userEvent.click(within(nothing).getByRole('button', { name: /twice as long/ }));
    expect(Number(address().get('from'))).toBe(WINDOW.fromMs - 60_000);
  });

  it('becomes an alert rule, and leads on where the host can', async () => {
    await answered(
      {},
      {},
      { exploreHref: (expr) => `/explore?${expr}`, newAlertHref: ({ name }) => `/alerting/${name}` },
    );
    await userEvent.click(screen.getByRole('button', { name: 'Alert rule' }));
    expect(screen.getByText(/alert: PublishesAcknowledged/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /New alert rule/ })).toHaveAttribute(
      'href',
      '/alerting/PublishesAcknowledged',
    );
    expect(screen.getByRole('link', { name: 'Explore the symptom' })).toHaveAttribute(
      'href',
      '/explore?sum(rate(publishes[10s]))',
    );
    expect(screen.getAllByRole('link', { name: 'Show in the topology' })[0]).toHaveAttribute(
      'href',
      expect.stringContaining('selected=demo-1'),
    );
  });
});
