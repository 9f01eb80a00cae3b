import type { Actor, ControlPermission } from '@observatory/protocol/control';
import type { Config } from '../../config/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { AnyOperation } from '../operation.ts';
import { checkWindow, isOpen } from './window.ts';

const RANK = { reader: 0, operator: 1, admin: 2 };

export interface PolicyQuestion {
  operation: Pick<AnyOperation, 'id' | 'role'>;
  /** Undefined: in general, for the catalogue. */
  target: string | undefined;
  actor: Pick<Actor, 'role' | 'via'>;
  nowMs: number;
  /** The stop switch is off. */
  automation: boolean;
}

/**
 * Who may do what to what, when. Without policies the role of each operation decides; the first policy that fits can only
 * demand more, or refuse. Automation may do only what a policy says it may.
 */
export class Policy {
  private config: Config['control'] = { mode: 'read_only', policies: [], windows: [], approval_timeout: 900_000 };

  get mode(): Config['control']['mode'] {
    return this.config.mode;
  }

  get approvalTimeoutMs(): number {
    return this.config.approval_timeout;
  }

  /** @throws ObservatoryError OBS_CONTROL_CONFIG; the old rules stay. */
  configure(config: Config['control']): void {
    for (const window of config.windows) checkWindow(window);
    const names = new Set(config.windows.map(({ name }) => name));
    for (const { windows } of config.policies)
      for (const name of windows)
        if (!names.has(name))
          throw new ObservatoryError('OBS_CONTROL_CONFIG', `control.policies: there is no window ${name}`, {
            hint: 'define it under control.windows',
          });
    this.config = config;
  }

  decide({ operation, target, actor, nowMs, automation }: PolicyQuestion): ControlPermission {
    const { mode, policies } = this.config;
    const rule = policies.find(
      (each) =>
        each.operations.some((pattern) => fits(pattern, operation.id)) &&
        each.targets.some((pattern) => (target === undefined ? pattern === '*' : fits(pattern, target))),
    );
    const role = rule?.role === 'admin' ? 'admin' : operation.role;
    const requires = [`role ${role}`];
    const reasons: string[] = [];
    if (mode === 'read_only') {
      requires.push('control.mode: confirm');
      reasons.push('this sidecar is read-only (control.mode)');
    }
    if (actor.via === 'automation') {
      if (!automation) reasons.push('the stop switch of automation is on');
      if (!rule?.automation) reasons.push('no policy allows this to automation');
    } else if (RANK[actor.role] < RANK[role]) reasons.push(`this needs the role ${role}, and you are ${actor.role}`);
    if (rule?.effect === 'deny') reasons.push(rule.reason || 'a policy refuses it');
    if (rule && rule.windows.length > 0) {
      requires.push(`a maintenance window: ${rule.windows.join(', ')}`);
      const open = this.config.windows.some((window) => rule.windows.includes(window.name) && isOpen(window, nowMs));
      if (!open) reasons.push(`outside of its maintenance window (${rule.windows.join(', ')})`);
    }
    const secondPerson = rule?.second_person ?? false;
    if (secondPerson) requires.push('a second person who approves');
    return { action: operation.id, allowed: reasons.length === 0, reason: reasons.join('; '), requires, secondPerson };
  }
}

/** `*` stands for any text; everything else for itself. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
