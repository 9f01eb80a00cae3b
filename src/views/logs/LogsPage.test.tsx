import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AgentInfo } from '@observatory/protocol/agents';
import type { StoredLogLine } from '@observatory/protocol/logs';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider } from '../host/ViewHost.ts';
import { LogsPage } from './LogsPage.tsx';

const now = Date.now();
const line = (id: number, message: string, more: Partial<StoredLogLine> = {}): StoredLogLine => ({
  id: String(id),
  node: 'host-1',
  timeMs: now - 60_000 + id,
  level: 'info',
  logger: 'org.apache.Broker',
  source: 'broker',
  message,
  ...more,
});

const agent = (state: AgentInfo['state']): AgentInfo => ({
  id: 'host-1',
  state,
  host: 'h',
  platform: 'linux',
  version: '1',
  cluster: 'c',
  enrolledMs: 0,
  kid: 'k',
  commands: [],
  nodes: [],
  processes: [],
  services: 1,
});

function open(lines: StoredLogLine[], { search = '', agents = [agent('connected')], nodes = ['host-1'] } = {}) {
  const asked: string[] = [];
  const host = fakeViewHost({
    load: (path, schema) => {
      asked.push(path);
      const answer = path.startsWith('logs/sources')
        ? { nodes, sources: ['broker'], loggers: [], levels: [] }
        : path.startsWith('logs/volume')
          ? { startMs: now - 3_600_000, stepMs: 60_000, length: 60, levels: [], total: 0, truncated: false, scanned: 0 }
          : path.startsWith('logs')
            ? { lines, truncated: false, scanned: lines.length }
            : path === 'agents'
              ? { agents }
              : path === 'services'
                ? {
                    services: [
                      {
                        name: 'broker',
                        manager: 'supervised',
                        state: 'running',
                        actions: [],
                        agent: 'host-1',
                        host: 'h',
                        cluster: 'c',
                        agentConnected: true,
                        node: 'c/broker/b:1',
                      },
                    ],
                  }
                : undefined;
      return answer === undefined ? Promise.reject(new Error(`load ${path}`)) : Promise.resolve(schema.parse(answer));
    },
  });
  host.navigation.go({ path: 'logs', search: new URLSearchParams(search) });
  render(
    <ViewHostProvider value={host}>
      <LogsPage />
    </ViewHostProvider>,
  );
  return { asked, address: () => host.navigation.get().search };
}

it('opens a line with what is known of it, and filters by what is in it', async () => {
  const { address } = open([line(1, 'fine'), line(2, 'failed\n  at x', { level: 'error' })]);
  const user = userEvent.setup();
  await user.click(await screen.findByRole('option', { name: /failed/ }));
  const details = screen.getByRole('region', { name: 'Line' });
  expect(within(details).getByText(/failed\s+at x/)).toBeTruthy();
  expect(address().get('line')).toBe('2');
  await user.click(within(details).getByRole('button', { name: /this and worse/ }));
  expect(address().get('level')).toBe('error');
});

it('is used by keys', async () => {
  const { address } = open([line(1, 'one'), line(2, 'two')]);
  await screen.findByRole('option', { name: /two/ });
  act(() => void fireEvent.keyDown(document.body, { key: 'j' }));
  expect(address().get('line')).toBe('2');
  act(() => void fireEvent.keyDown(document.body, { key: 'k' }));
  expect(address().get('line')).toBe('1');
  act(() => void fireEvent.keyDown(document.body, { key: 'Escape' }));
  expect(address().get('line')).toBeNull();
  act(() => void fireEvent.keyDown(document.body, { key: '/' }));
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: /Text/ }));
});

it.each([
  ['no agent is enrolled', { agents: [], nodes: [] }, /No agent is enrolled/],
  ['none is connected', { agents: [agent('gone')], nodes: [] }, /none is connected: start it/],
  ['none follows a file', { nodes: [] }, /Tell the agents what to follow/],
  ['nothing matches', { search: 'text=x' }, /No line in this time matches the filters/],
  ['nothing was written', {}, /No line was written in this time/],
])('says why there are no lines: %s', async (_, options, words) => {
  open([], options);
  expect(await screen.findByText(words)).toBeTruthy();
});

it('finds the agent of a node that a chart’s link names', async () => {
  const { address } = open([line(1, 'one')], { search: 'of=c/broker/b:1' });
  await screen.findByRole('button', { name: /No longer only agent host-1/ });
  expect([address().get('of'), address().get('node'), address().get('source')]).toEqual([null, 'host-1', 'broker']);
});
