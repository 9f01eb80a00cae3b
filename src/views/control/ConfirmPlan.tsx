import { useId, useState } from 'react';
import type { OperationInfo, Plan } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { planObstacle } from './plan-obstacle.ts';
import { ReasonedButton } from './ReasonedButton.tsx';
import { useClock } from './use-clock.ts';
import styles from './Control.module.css';

export interface ConfirmPlanProps {
  plan: Plan;
  /** When it arrived, by this browser's clock. */
  arrivedMs: number;
  role: OperationInfo['role'];
  sending: boolean;
  /** Another plan is on its way. */
  looking: boolean;
  onConfirm: (confirmation: string | undefined) => void;
  onAgain: () => void;
}

/** The plan's end: how long it is good for, what is still to be done, and the button that names what it does. */
export function ConfirmPlan(props: ConfirmPlanProps): React.JSX.Element {
  const { plan, arrivedMs, role, sending, looking, onConfirm, onAgain } = props;
  const { may } = useViewHost();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [warningsRead, setWarningsRead] = useState(false);
  const nowMs = useClock(!sending);
  const leftMs = Math.max(0, plan.expiresMs - plan.createdMs - (nowMs - arrivedMs));
  const warnings = plan.findings.filter(({ level }) => level === 'warning').length;
  const isPossible = plan.permission.allowed && plan.findings.every(({ level }) => level !== 'blocker');
  const obstacle = sending ? 'It is being sent.' : planObstacle(plan, may(role), { leftMs, warningsRead, typed });
  const isTyped = plan.confirmation.kind === 'typed';
  return (
    <form
      className={styles.confirm}
      onSubmit={(event) => {
        event.preventDefault();
        if (obstacle === '') onConfirm(isTyped ? typed : undefined);
      }}
    >
      {plan.permission.secondPerson && <p>It begins when a second person, with the same rights, has approved it.</p>}
      {isPossible && warnings > 0 && (
        <label>
          <input type="checkbox" checked={warningsRead} onChange={(event) => setWarningsRead(event.target.checked)} />
          {warnings === 1 ? 'I have read the warning.' : `I have read the ${warnings} warnings.`}
        </label>
      )}
      {isPossible && isTyped && (
        <label htmlFor={id}>
          Type <code className={styles.code}>{plan.confirmation.text}</code> to confirm
          <input
            id={id}
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
      )}
      <div className={styles.row}>
        <ReasonedButton primary showReason reason={obstacle} onClick={() => onConfirm(isTyped ? typed : undefined)}>
          {plan.sentence}
        </ReasonedButton>
        <ReasonedButton reason={looking ? 'It is being looked at.' : ''} onClick={onAgain}>
          Look again
        </ReasonedButton>
        <span className={styles.countdown} data-short={leftMs < 30_000}>
          {leftMs > 0 ? `This plan is good for ${clockText(leftMs)}` : 'This plan is no longer good'}
        </span>
      </div>
    </form>
  );
}

function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
