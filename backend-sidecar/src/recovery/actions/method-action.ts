import type { Actor, Execution, OperationParameters, Plan } from '@observatory/protocol/control';
import { sleep, type Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { ActionKind, ActionRequest, ActionResult, Preview } from './action.ts';

/** What of control an action uses: the same doors as everybody's. */
export interface ControlDoors {
  plan: (
    request: { operation: string; target: string; parameters: OperationParameters },
    actor: Actor,
  ) => Promise<Plan>;
  confirm: (
    request: { plan: string; hash: string; key: string; confirmation?: string },
    actor: Actor,
  ) => Promise<Execution>;
  execution: (id: string) => Execution;
  withKey: (key: string) => Execution | undefined;
}

const POLL_MS = 500;

/**
 * An operation of the catalogue, planned and confirmed like anybody's, by an actor that is `automation`: policies, blockers,
 * the stop switch, stop conditions, one at a time a target and the audit all hold. Control keeps the key: the same begins
 * nothing twice, and goes on by itself after a crash.
 */
export class MethodAction implements ActionKind {
  private readonly clock: Clock;
  private readonly control: ControlDoors;

  constructor(clock: Clock, control: ControlDoors) {
    this.clock = clock;
    this.control = control;
  }

  async preview(request: ActionRequest): Promise<Preview> {
    try {
      const plan = await this.control.plan(planOf(request), actorOf(request));
      return { says: saysOf(plan), refusal: refusalOf(plan) };
    } catch (error) {
      return { says: request.rule.says, refusal: messageOf(error) };
    }
  }

  async perform(request: ActionRequest, _resumed: boolean, signal: AbortSignal): Promise<ActionResult | 'interrupted'> {
    try {
      const begun = this.control.withKey(keyOf(request)) ?? (await this.begin(request));
      return await this.follow(begun, signal);
    } catch (error) {
      if (!(error instanceof ObservatoryError)) throw error;
      return { outcome: 'refused', detail: `${error.message} (${error.code})` };
    }
  }

  private async begin(request: ActionRequest): Promise<Execution> {
    const actor = actorOf(request);
    const plan = await this.control.plan(planOf(request), actor);
    const refusal = refusalOf(plan);
    if (refusal !== '') throw new ObservatoryError('OBS_CONTROL_BLOCKED', refusal, { httpStatus: 409 });
    return this.control.confirm(
      {
        plan: plan.id,
        hash: plan.hash,
        key: keyOf(request),
        // Who typed it is who wrote the policy that lets automation do it.
        ...(plan.confirmation.kind === 'typed' && { confirmation: plan.confirmation.text }),
      },
      actor,
    );
  }

  private async follow({ id }: Execution, signal: AbortSignal): Promise<ActionResult | 'interrupted'> {
    for (;;) {
      const { state, result, sentence } = this.control.execution(id);
      const told = result === '' ? sentence : `${sentence}: ${result}`;
      if (state === 'succeeded') return { outcome: 'done', detail: told, execution: id };
      if (state === 'failed' || state === 'stopped') return { outcome: 'failed', detail: told, execution: id };
      if (state === 'unknown') return { outcome: 'unknown', detail: told, execution: id };
      if (signal.aborted) return 'interrupted';
      await sleep(this.clock, POLL_MS, signal);
    }
  }
}

const keyOf = ({ key }: ActionRequest): string => `recovery:${key}`;

function planOf({ rule: { does }, target }: ActionRequest): {
  operation: string;
  target: string;
  parameters: OperationParameters;
} {
  if (does.kind !== 'method') throw new Error(`an action of kind ${does.kind} is no method`);
  return { operation: does.operation, target, parameters: does.parameters };
}

function actorOf({ cause }: ActionRequest): Actor {
  return { name: `recovery: ${cause}`, role: 'operator', via: 'automation', address: '' };
}

function refusalOf({ permission, findings }: Plan): string {
  const blockers = findings.filter(({ level }) => level === 'blocker').map(({ message }) => message);
  return [...(permission.allowed ? [] : [permission.reason]), ...blockers].join('; ');
}

function saysOf({ sentence, blast }: Plan): string {
  return [`Would ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, ...blast.map((each) => each.sentence)].join(
    '. ',
  );
}
