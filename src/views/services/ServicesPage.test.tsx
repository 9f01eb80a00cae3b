import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { catalogue, controlHost, ended, executionOf, operationInfo, planOf } from '../control/testing/control-host.ts';
import { ViewHostProvider, type ViewHost } from '../host/ViewHost.ts';
import { ServicesPage } from './ServicesPage.tsx';
import { agentOf, serviceOfAgent } from './testing/fleet.ts';

const OPERATIONS = (['start', 'stop', 'restart'] as const).map((action) =>
  operationInfo({ id: `service-${action}`, title: `${action} service` }),
);
const AGENTS = [agentOf('host-1'), agentOf('host-2', { state: 'gone', lastSeenMs: undefined })];
const SERVICES = [
  serviceOfAgent('host-1', 'broker', { node: 'prod-1/broker/10.0.0.1:8080' }),
  serviceOfAgent('host-1', 'proxy', { state: 'error', detail: 'exit code 137', cluster: 'prod-2' }),
  serviceOfAgent('host-2', 'broker', { agentConnected: false, state: 'stopped' }),
];

async function open(
  search: Record<string, string> = {},
  { answers = {}, sends = {}, parts = {} }: Parameters<typeof controlHost>[0] = {},
) {
  const made = controlHost({
    answers: {
      'admin/operations': catalogue(OPERATIONS),
      operations: catalogue(OPERATIONS),
      executions: { executions: [] },
      agents: { agents: AGENTS },
      services: { services: SERVICES },
      audit: { records: [], total: 0, truncated: false },
      ...answers,
    },
    sends,
    parts,
  });
  made.host.navigation.go({ path: 'services', search: new URLSearchParams(search) });
  render(
    <ViewHostProvider value={made.host}>
      <ServicesPage />
    </ViewHostProvider>,
  );
  // Lists, catalogue and executions are promises of this tick.
  await act(async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  });
  return { ...made, address: () => made.host.navigation.get().search };
}

const table = () => within(screen.getByRole('region', { name: 'Table of services' }));
const names = () =>
  table()
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('th')?.textContent);

describe('the table', () => {
  it('shows state, agent and connection, and filters as the address says', async () => {
    const { address } = await open({ state: 'error' });
    expect(names()).toEqual(['proxy']);
    expect(table().getByText('exit code 137')).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'any');
    expect(names()).toEqual(['broker', 'proxy', 'broker']);
    expect(table().getByText(/not connected, seen never: last known state/)).toBeInTheDocument();
    expect(table().getByRole('link', { name: 'broker 10.0.0.1:8080' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Trouble first' }));
    expect(address().get('sort')).toBe('state');
    expect(names()).toEqual(['broker', 'proxy', 'broker']);
    expect(table().getAllByRole('row')[1]).toHaveTextContent('host-2');
  });

  it('follows the agents on the stream', async () => {
    const { tell } = await open();
    act(() => tell('agents', { ...AGENTS[0], serviceList: [{ ...SERVICES[0], state: 'stopping' }] }));
    expect(await table().findByText('stopping')).toBeInTheDocument();
    expect(names()).toEqual(['broker', 'broker']);
  });

  it('says why a button cannot be used, keeps it in reach, and goes on with the arrow keys', async () => {
    const { address } = await open();
    const start = screen.getByRole('button', { name: 'Start broker on host-1' });
    expect(start).toHaveAccessibleDescription('It runs already.');
    expect(screen.getByRole('button', { name: 'Stop broker on host-2' })).toHaveAccessibleDescription(
      'The agent host-2 is not connected.',
    );
    act(() => start.focus());
    await userEvent.keyboard('{Enter}{ArrowDown}');
    expect(address().get('act')).toBeNull();
    const below = screen.getByRole('button', { name: 'Start proxy on host-1' });
    expect(below).toHaveFocus();
    expect(below).toHaveAttribute('tabindex', '0');
    await userEvent.keyboard('{Enter}');
    expect(address().get('act_on')).toBe('agents/host-1/proxy');
  });

  it('gives a viewer the server’s reasons', async () => {
    const reason = 'this needs the role operator, and you are reader';
    const permission = { action: '', allowed: false, reason, requires: [], secondPerson: false };
    const may: ViewHost['may'] = (role) => ({ allowed: role === 'reader', reason: role === 'reader' ? '' : 'Ask.' });
    await open(
      {},
      {
        answers: { operations: catalogue(OPERATIONS.map((each) => ({ ...each, permission }))) },
        parts: { may },
      },
    );
    expect(screen.getByRole('button', { name: 'Restart broker on host-1' })).toHaveAccessibleDescription(
      'This needs the role operator, and you are reader. Ask.',
    );
    expect(screen.getByRole('button', { name: 'Stop all automation' })).toHaveAccessibleDescription('Ask.');
    expect(screen.getByRole('button', { name: 'Make a one-time token' })).toHaveAccessibleDescription('Ask.');
  });
});

describe('several together', () => {
  const sends = () => {
    let count = 0;
    return {
      'admin/plan': (body: Record<string, unknown>) =>
        body.target === 'agents/host-2/broker'
          ? planOf({ target: String(body.target), findings: [{ level: 'blocker', message: 'It is not connected.' }] })
          : planOf({ id: `plan ${String(body.target)}`, target: String(body.target), confirmation: { kind: 'typed', text: 'x' } }), // prettier-ignore
      'admin/executions': (body: Record<string, unknown>) =>
        executionOf({ id: `e${++count}`, key: String(body.key), target: String(body.plan).replace('plan ', '') }),
    };
  };

  it('are planned, confirmed once by their number, and done one after the other', async () => {
    const { sent, tell, address } = await open({}, { sends: sends() });
    await userEvent.click(screen.getByRole('checkbox', { name: /Choose all 3/ }));
    await userEvent.click(screen.getByRole('button', { name: /^Restart the 3 chosen/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('1 left out')).toBeInTheDocument();
    expect(dialog.getByText('It is not connected.')).toBeInTheDocument();
    expect(dialog.getByText('84')).toBeInTheDocument();
    const go = dialog.getByRole('button', { name: 'Restart 2 services' });
    expect(go).toHaveAccessibleDescription('Type 2, how many are acted on.');
    await userEvent.type(dialog.getByRole('textbox'), '2{Enter}');
    const begun = () => sent.filter(({ path }) => path === 'admin/executions').map(({ body }) => body.plan);
    const progress = within(await screen.findByRole('region', { name: 'Bulk run' }));
    expect(begun()).toEqual(['plan agents/host-1/broker']);
    expect(address().get('bulk')).toMatch(/^b-/);
    await act(async () => tell('operations', ended({ id: 'e1', target: 'agents/host-1/broker' })));
    expect(await progress.findByText(/1 of 2 ended, 1 succeeded/)).toBeInTheDocument();
    expect(begun()).toEqual(['plan agents/host-1/broker', 'plan agents/host-1/proxy']);
    await act(async () => tell('operations', ended({ id: 'e2', target: 'agents/host-1/proxy', state: 'failed' })));
    expect(await progress.findByText(/2 of 2 ended, 1 succeeded, 1 did not/)).toBeInTheDocument();
  });

  it('after a reload say which were begun, and that the others are not', async () => {
    const key = (index: number) => `bulk-b-abc-${index}.5`;
    await open(
      { bulk: 'b-abc' },
      {
        answers: {
          executions: {
            executions: [
              ended({ id: 'e1', key: key(1) }),
              executionOf({ id: 'e2', key: key(2) }),
              executionOf({ id: 'x' }),
            ],
          },
        },
      },
    );
    expect(within(screen.getByRole('region', { name: 'Bulk run' })).getByRole('status')).toHaveTextContent(
      '2 of 5 were begun. The page was loaded anew meanwhile: the other 3 do not begin',
    );
  });
});

describe('control as a whole', () => {
  it('says that the sidecar is read-only, and how that is changed', async () => {
    const { status, operations } = catalogue(OPERATIONS);
    await open({}, { answers: { 'admin/operations': { status: { ...status, mode: 'read_only' }, operations } } });
    expect(screen.getByRole('region', { name: 'Read-only' })).toHaveTextContent('control: { mode: confirm }');
  });

  it('says why nothing can be carried out', async () => {
    const { status, operations } = catalogue(OPERATIONS);
    const fault = 'the audit log was tampered with';
    await open({}, { answers: { 'admin/operations': { status: { ...status, fault }, operations } } });
    expect(screen.getByRole('alert')).toHaveTextContent(fault);
  });

  it('has a stop switch that says who set it and what runs by itself', async () => {
    const record = {
      version: 1,
      seq: 3,
      timeMs: Date.now() - 5000,
      action: 'automation_switched',
      actor: { name: 'ann', role: 'operator', via: 'token', address: '' },
      operation: '',
      target: '',
      parameters: {},
      execution: '',
      planHash: '',
      result: 'on',
      previous: '0'.repeat(64),
      hash: '1'.repeat(64),
    };
    const own = executionOf({ by: { name: 'recovery', role: 'operator', via: 'automation', address: '' } });
    const { sent } = await open(
      {},
      {
        answers: { audit: { records: [record], total: 1, truncated: false }, executions: { executions: [own] } },
        sends: { 'control/automation': () => ({ ...catalogue().status, automation: false }) },
      },
    );
    const region = within(screen.getByRole('region', { name: 'Stop switch' }));
    expect(region.getByText(/Switched on by ann/)).toHaveTextContent('Restart service broker (recovery)');
    await userEvent.click(region.getByRole('button', { name: 'Stop all automation' }));
    expect(sent).toEqual([{ path: 'control/automation', body: { automation: false } }]);
  });
});

describe('agents', () => {
  it('shows a token once, with the commands to run', async () => {
    const token = 'one-time-token-of-the-test';
    const { sent } = await open(
      {},
      { sends: { 'admin/agents/tokens': (body) => ({ token, expiresMs: 2_000_000, agent: body.agent }) } },
    );
    await userEvent.type(screen.getByLabelText('Name of the agent'), 'host-9');
    await userEvent.click(screen.getByRole('button', { name: 'Make a one-time token' }));
    expect(sent[0].body).toEqual({ agent: 'host-9', expiresSeconds: 3600 });
    const commands = await screen.findByText(/observatory agent --config agent.yaml/);
    expect(commands).toHaveTextContent(token);
    expect(commands).toHaveTextContent('agent: host-9');
    await userEvent.click(screen.getByRole('button', { name: 'Hide it for good' }));
    expect(screen.queryByText(new RegExp(token))).not.toBeInTheDocument();
  });

  it('takes commands for the reporter, and revokes after the name is typed', async () => {
    const { sent } = await open(
      {},
      {
        sends: {
          'control/agents/host-1/reporter': () => ({ ...AGENTS[0].statistics, current_interval: 60 }),
          'admin/agents/host-1': () => ({ done: true }),
        },
      },
    );
    const row = within(screen.getByRole('row', { name: /connected host-1/ }));
    await userEvent.click(row.getByText('Commands'));
    const seconds = row.getByRole('spinbutton');
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '20');
    expect(row.getByRole('button', { name: 'Set' })).toHaveAccessibleDescription('Between 30 and 300 seconds.');
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '60');
    await userEvent.click(row.getByRole('button', { name: 'Set' }));
    expect(sent[0].body).toEqual({ command: 'set_interval', intervalSeconds: 60 });
    expect(await row.findByText(/every 60 s/)).toBeInTheDocument();
    await userEvent.click(row.getByRole('button', { name: 'Revoke host-1' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke host-1' }));
    expect(sent).toHaveLength(1);
    await userEvent.type(dialog.getByRole('textbox'), 'host-1{Enter}');
    expect(sent[1].path).toBe('admin/agents/host-1');
  });
});
