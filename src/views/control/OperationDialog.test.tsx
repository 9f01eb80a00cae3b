import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ViewHostProvider, type ViewHost } from '../host/ViewHost.ts';
import { OperationDialog } from './OperationDialog.tsx';
import { catalogue, controlHost, ended, executionOf, operationInfo, planOf, refusal } from './testing/control-host.ts';

const BROKER = 'agents/host-1/broker';
const PLAN = { act_on: BROKER, act: 'service-restart' };

function open(search: Record<string, string>, options: Parameters<typeof controlHost>[0] = {}) {
  const { answers, sends, parts } = options;
  const made = controlHost({
    answers: { 'admin/operations': catalogue(), operations: catalogue(), executions: { executions: [] }, ...answers },
    sends: { 'admin/plan': () => planOf(), ...sends },
    ...(parts && { parts }),
  });
  made.host.navigation.go({ path: 'services', search: new URLSearchParams(search) });
  const view = render(
    <ViewHostProvider value={made.host}>
      <OperationDialog />
    </ViewHostProvider>,
  );
  const address = () => made.host.navigation.get().search;
  return { ...made, address, view };
}

const confirmButton = () => screen.findByRole('button', { name: 'Restart service broker' });

describe('choosing', () => {
  const operations = [
    operationInfo(),
    operationInfo({ id: 'broker-drain', title: 'Drain broker', targets: ['broker'] }),
    operationInfo({
      id: 'service-stop',
      title: 'Stop service',
      permission: { action: '', allowed: false, reason: 'a policy refuses it', requires: [], secondPerson: false },
    }),
  ];

  it('offers what fits the kind of target; what one may not use says why and can still be read', async () => {
    const { address } = open({ act_on: BROKER }, { answers: { 'admin/operations': catalogue(operations) } });
    expect(await screen.findByRole('button', { name: 'Restart service' })).toHaveAttribute('aria-disabled', 'false');
    expect(screen.queryByText('Drain broker')).not.toBeInTheDocument();
    const stop = screen.getByRole('button', { name: 'Stop service' });
    expect(stop).toHaveAttribute('aria-disabled', 'true');
    expect(stop).toHaveAccessibleDescription('A policy refuses it.');
    stop.focus();
    expect(stop).toHaveFocus();
    await userEvent.click(stop);
    expect(address().get('act')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /Only show what it would do/ }));
    expect(address().get('act')).toBe('service-stop');
  });

  it('asks for parameters with their defaults, refuses what cannot be sent, and keeps them in the address', async () => {
    const operation = operationInfo({
      parameters: [
        { name: 'time', type: 'text', required: true, description: 'To which time.' },
        { name: 'pause_seconds', type: 'number', required: false, default: 30, description: 'How long.' },
        { name: 'unload', type: 'boolean', required: false, default: false, description: 'Unload too.' },
      ],
    });
    const { address, sent } = open(PLAN, { answers: { 'admin/operations': catalogue([operation]) } });
    expect(await screen.findByLabelText(/pause seconds/)).toHaveValue(30);
    await userEvent.click(screen.getByRole('button', { name: 'Show the plan' }));
    expect(screen.getByText('This is needed.')).toBeInTheDocument();
    expect(sent).toEqual([]);
    await userEvent.type(screen.getByLabelText('time'), '2026-11-22T10:00:00Z');
    await userEvent.click(screen.getByRole('button', { name: 'Show the plan' }));
    const parameters = { time: '2026-11-22T10:00:00Z', pause_seconds: 30, unload: false };
    expect(JSON.parse(address().get('act_with') ?? '')).toEqual(parameters);
    expect(sent[0]).toEqual({ path: 'admin/plan', body: { operation: operation.id, target: BROKER, parameters } });
  });
});

describe('the plan', () => {
  it('says what follows before anything else: blast with its certainty, findings, steps, verification, stops, undo', async () => {
    open(PLAN, {
      sends: {
        'admin/plan': () =>
          planOf({
            findings: [
              { level: 'info', message: 'a note' },
              { level: 'warning', message: 'the only one that is up' },
            ],
          }),
      },
    });
    const touches = await screen.findByRole('region', { name: 'What it touches' });
    expect(touches).toHaveTextContent('42clients reconnectestimatedsuch as a, b');
    const findings = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(findings.indexOf('Warning: the only one that is up')).toBeLessThan(findings.indexOf('Note: a note'));
    expect(screen.getByText('agent: restart broker')).toBeInTheDocument();
    expect(screen.getByText(/when the backlog grows/)).toBeInTheDocument();
    expect(screen.getByText('Nothing to undo: it runs again.')).toBeInTheDocument();
    expect(screen.getByText(/good for 2:00/)).toBeInTheDocument();
  });

  it('is not confirmed before the warnings are read and the name is typed exactly', async () => {
    const { sent } = open(PLAN, {
      sends: {
        'admin/plan': () => planOf({ findings: [{ level: 'warning', message: 'careful' }] }),
        'admin/executions': () => executionOf(),
      },
      answers: { 'executions/exec-1': executionOf() },
    });
    const button = await confirmButton();
    expect(button).toHaveAccessibleDescription('Say that you read the warnings.');
    await userEvent.click(screen.getByRole('checkbox'));
    await userEvent.type(screen.getByRole('textbox'), 'Broker');
    expect(button).toHaveAccessibleDescription('Type broker to confirm.');
    await userEvent.click(button);
    expect(sent.map(({ path }) => path)).toEqual(['admin/plan']);
    await userEvent.clear(screen.getByRole('textbox'));
    await userEvent.type(screen.getByRole('textbox'), 'broker{Enter}');
    expect(sent[1].body).toMatchObject({ plan: 'plan-1', hash: 'a'.repeat(64), confirmation: 'broker' });
  });

  it('with a blocker cannot be confirmed at all', async () => {
    open(PLAN, {
      sends: { 'admin/plan': () => planOf({ findings: [{ level: 'blocker', message: 'It is busy.' }] }) },
    });
    expect(await confirmButton()).toHaveAccessibleDescription('A blocker stands against it.');
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('is read by a reader, who is told why it cannot be confirmed', async () => {
    const reason = 'this needs the role operator, and you are reader';
    const permission = { action: '', allowed: false, reason, requires: ['role operator'], secondPerson: false };
    const { sent } = open(PLAN, {
      sends: { 'operations/plan': () => planOf({ permission }) },
      parts: { may: (role) => ({ allowed: role === 'reader', reason: role === 'reader' ? '' : 'Ask an Editor.' }) },
    });
    expect(await confirmButton()).toHaveAccessibleDescription(
      'This needs the role operator, and you are reader. Ask an Editor.',
    );
    expect(sent[0].path).toBe('operations/plan');
  });

  it('that the cluster outran is refused in the server’s words, and made anew with what changed said', async () => {
    let plans = 0;
    open(PLAN, {
      sends: {
        'admin/plan': () => planOf({ id: `plan-${++plans}`, hash: String(plans).repeat(64) }),
        'admin/executions': () => {
          throw refusal('OBS_CONTROL_STALE', 'the cluster has changed since. make a new plan and read it');
        },
      },
    });
    await userEvent.type(await screen.findByRole('textbox'), 'broker');
    await userEvent.click(await confirmButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('the cluster has changed since. make a new plan');
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByText(/other steps would be done now/)).toBeInTheDocument();
    expect(screen.getByRole('textbox')).toHaveValue('');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('can be read when the target is gone: the server says so', async () => {
    open(PLAN, {
      sends: {
        'admin/plan': () => {
          throw refusal('OBS_CONTROL_TARGET', 'no agent knows it', 404);
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('no agent knows it');
    expect(screen.getByRole('button', { name: 'Look again' })).toBeInTheDocument();
  });
});

describe('the confirmation', () => {
  it('whose answer was lost is sent again with the same key', async () => {
    let tries = 0;
    const { sent, address } = open(PLAN, {
      sends: {
        'admin/executions': () => {
          if (++tries === 1) throw new TypeError('Failed to fetch');
          return executionOf();
        },
      },
      answers: { 'executions/exec-1': executionOf() },
    });
    await userEvent.type(await screen.findByRole('textbox'), 'broker');
    await userEvent.click(await confirmButton());
    expect(await screen.findByText(/Whether it was begun is not known/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    const [first, second] = sent.filter(({ path }) => path === 'admin/executions');
    expect(second.body).toEqual(first.body);
    expect(first.body.key).toMatch(/^[A-Za-z0-9._:-]{8,100}$/);
    expect(address().get('execution_shown')).toBe('exec-1');
    expect(address().get('act_key')).toBeNull();
  });

  it('that a reload cut off is found by its key', async () => {
    const { address } = open(
      { ...PLAN, act_key: 'view-key-1' },
      { answers: { executions: { executions: [executionOf()] }, 'executions/exec-1': executionOf() } },
    );
    expect(await screen.findByText('Restart the service', { exact: false })).toBeInTheDocument();
    expect(address().get('execution_shown')).toBe('exec-1');
  });

  it('that never arrived is said to have begun nothing', async () => {
    open({ ...PLAN, act_key: 'view-key-9' });
    expect(await screen.findByRole('alert')).toHaveTextContent('nothing was begun');
    expect(await confirmButton()).toBeInTheDocument();
  });
});

describe('the execution', () => {
  const SHOWN = { ...PLAN, execution_shown: 'exec-1' };

  it('is followed on the stream to its verified end, with its ways on', async () => {
    const { tell } = open(SHOWN, { answers: { 'executions/exec-1': executionOf() } });
    expect(await screen.findByText('it is stopping')).toBeInTheDocument();
    act(() => tell('operations', executionOf({ id: 'another', state: 'failed', endedMs: 1 })));
    act(() => tell('operations', ended()));
    expect(screen.getByText('Verified: it is running')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('succeeded');
    expect(screen.getByRole('link', { name: /audit/ })).toHaveAttribute('href', expect.stringContaining('execution=exec-1')); // prettier-ignore
    expect(screen.getByRole('link', { name: /Logs of host-1/ })).toHaveAttribute('href', expect.stringContaining('node=host-1')); // prettier-ignore
    // What comes late changes nothing.
    act(() => tell('operations', executionOf()));
    expect(screen.getByRole('status')).toHaveTextContent('succeeded');
    expect(screen.queryByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
  });

  it('is asked for again after a cut of the stream', async () => {
    const answers: Record<string, unknown> = { 'executions/exec-1': executionOf() };
    const { reset } = open(SHOWN, { answers, parts: { load: (path, schema) => load(path, schema) } });
    function load<T>(path: string, schema: { parse: (value: unknown) => T }): Promise<T> {
      const all: Record<string, unknown> = { 'admin/operations': catalogue(), ...answers };
      return Promise.resolve().then(() => schema.parse(all[path]));
    }
    expect(await screen.findByText('it is stopping')).toBeInTheDocument();
    answers['executions/exec-1'] = ended();
    act(reset);
    expect(await screen.findByText('Verified: it is running')).toBeInTheDocument();
  });

  it('is stopped by the button, and refusals are in the server’s words', async () => {
    const stopping = executionOf({ state: 'stopping', result: 'stopped by ann' });
    const { sent } = open(SHOWN, {
      answers: { 'executions/exec-1': executionOf() },
      sends: { 'admin/executions/exec-1/stop': () => stopping },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(sent).toEqual([{ path: 'admin/executions/exec-1/stop', body: {} }]);
    expect(screen.getByRole('button', { name: 'Stop' })).toHaveAccessibleDescription(/no further step begins/);
  });

  it('waits for a second person, who is not the first', async () => {
    const waiting = executionOf({ state: 'awaiting_approval', steps: [] });
    let by = 'ann';
    open(SHOWN, {
      answers: { 'executions/exec-1': waiting },
      sends: {
        'admin/executions/exec-1/approve': () => {
          if (by === 'ann') throw refusal('OBS_CONTROL_APPROVAL', 'the second person has to be somebody else');
          return executionOf({ approvedBy: { name: by, role: 'operator', via: 'token', address: '' } });
        },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('the second person has to be somebody else');
    by = 'bob';
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText(/approved by bob/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
  });

  it('that failed says so, with its step', async () => {
    const step = { ...executionOf().steps[0], state: 'failed' as const, endedMs: 1_001_000, note: 'exit code 1' };
    open(SHOWN, {
      answers: {
        'executions/exec-1': ended({ state: 'failed', verified: undefined, result: 'exit code 1', steps: [step] }),
      },
    });
    const steps = await screen.findByRole('list', { name: 'Steps' });
    expect(within(steps).getByText('failed')).toBeInTheDocument();
    expect(within(steps).getByText('exit code 1')).toBeInTheDocument();
  });
});

it('closing leaves the page as it was', async () => {
  const { address, view } = open({ ...PLAN, search: 'broker' });
  await userEvent.click(await screen.findByRole('button', { name: 'Close' }));
  expect(address().toString()).toBe('search=broker');
  expect(view.container).toBeEmptyDOMElement();
});

it('falls back to the readers’ catalogue where the rank has no way', async () => {
  const load: ViewHost['load'] = (path, schema) =>
    path === 'operations'
      ? Promise.resolve(schema.parse(catalogue()))
      : Promise.reject(new Error('Grafana has no token of that rank'));
  open({ act_on: BROKER }, { parts: { load } });
  expect(await screen.findByRole('button', { name: 'Restart service' })).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('no token of that rank');
});
