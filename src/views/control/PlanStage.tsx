import type { Execution, OperationInfo, OperationParameters } from '@observatory/protocol/control';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { ConfirmPlan } from './ConfirmPlan.tsx';
import { isStale } from './failure.ts';
import { PlanView } from './PlanView.tsx';
import { useConfirmation } from './use-confirmation.ts';
import type { GoToPlace } from './use-operation-place.ts';
import { usePlan } from './use-plan.ts';
import styles from './Control.module.css';

export interface PlanStageProps {
  operation: OperationInfo;
  target: string;
  parameters: OperationParameters;
  /** A confirmation was on its way when the page was loaded anew, and the sidecar does not have it. */
  wasLost: boolean;
  go: GoToPlace;
  onBegun: (execution: Execution) => void;
}

/** The plan of one operation, read before it is confirmed. */
export function PlanStage(props: PlanStageProps): React.JSX.Element {
  const { operation, target, parameters, wasLost, go, onBegun } = props;
  const here = { target, operation: operation.id, parameters };
  const { plan, failure, loading, changed, arrivedMs, again } = usePlan(operation.id, target, parameters);
  const confirmation = useConfirmation({
    onKey: (key) => go({ ...here, key }, true),
    onBegun,
    onRefused: () => go(here, true),
  });
  const refused = confirmation.failure;
  const lookAgain = () => {
    confirmation.clear();
    again();
  };
  return (
    <>
      {wasLost && <ErrorNotice error="The confirmation did not reach the sidecar: nothing was begun." />}
      {operation.parameters.length > 0 && (
        <p>
          <button type="button" onClick={() => go({ target, operation: operation.id })}>
            Change the parameters
          </button>
        </p>
      )}
      <ErrorNotice error={failure?.message} />
      {!plan && loading && <EmptyNotice>Looking at what it would touch …</EmptyNotice>}
      {!plan && !loading && (
        <p>
          <button type="button" onClick={lookAgain}>
            Look again
          </button>
        </p>
      )}
      {plan && (
        <>
          {changed && (
            <p className={styles.finding} data-level="warning" role="status">
              <b>Changed:</b> the cluster is not as before, and other steps would be done now. Read it again.
            </p>
          )}
          <PlanView plan={plan} />
          {refused && <ErrorNotice error={refused.message} />}
          {refused?.uncertain && (
            <p className={styles.row}>
              Whether it was begun is not known.
              <button type="button" onClick={confirmation.repeat}>
                Ask again
              </button>
              <span className={styles.muted}>Nothing is done twice: it is asked with the same key.</span>
            </p>
          )}
          {refused && isStale(refused) ? (
            <p>
              <button type="button" onClick={lookAgain}>
                Look again
              </button>
            </p>
          ) : (
            <ConfirmPlan
              key={plan.hash}
              plan={plan}
              arrivedMs={arrivedMs}
              role={operation.role}
              sending={confirmation.sending}
              looking={loading}
              onConfirm={(typed) => confirmation.confirm(plan, typed)}
              onAgain={lookAgain}
            />
          )}
        </>
      )}
    </>
  );
}
