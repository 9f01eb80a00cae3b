import { useEffect, useState } from 'react';
import {
  executionList,
  type Execution,
  type OperationInfo,
  type OperationParameters,
} from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { useLocation } from '../page/use-location.ts';
import { ChooseOperation } from './ChooseOperation.tsx';
import { ExecutionView } from './ExecutionView.tsx';
import { Modal } from './Modal.tsx';
import type { OperationPlace } from './operation-address.ts';
import { ParametersForm } from './ParametersForm.tsx';
import { PlanStage } from './PlanStage.tsx';
import { kindOfTarget, targetName } from './target-name.ts';
import { useCatalogue } from './use-catalogue.ts';
import type { GoToPlace } from './use-operation-place.ts';

export interface OperationFlowProps {
  place: OperationPlace;
  go: GoToPlace;
}

const NONE: OperationParameters = {};

/**
 * Choose, parameters, plan, confirmation, progress, result. The address holds the place, so a reload in the middle shows the
 * same: where the answer to a confirmation was lost, its execution is found by the key.
 */
export function OperationFlow({ place, go }: OperationFlowProps): React.JSX.Element {
  const { target, execution } = place;
  const catalogue = useCatalogue();
  const operation = catalogue.data?.operations.find(({ id }) => id === place.operation);
  const [begun, setBegun] = useState<Execution | undefined>();
  const [given, setGiven] = useState(place.parameters);
  const show = (next: Execution) => {
    setBegun(next);
    const { operation: name, parameters, id } = next;
    go({ target: next.target, operation: name, parameters, execution: id }, true);
  };
  const lost = useLostConfirmation(place, show);
  const parameters = place.parameters ?? (operation?.parameters.length === 0 ? NONE : undefined);
  const stage = execution !== '' ? 'run' : place.operation === '' ? 'choose' : parameters ? 'plan' : 'parameters';
  return (
    <Modal
      title={
        stage === 'choose'
          ? `Actions for ${targetName(target)}`
          : (operation?.title ?? (place.operation || 'Operation'))
      }
      subject={target}
      stage={stage}
      onClose={() => go(undefined)}
    >
      <ErrorNotice error={catalogue.error} />
      {stage === 'run' ? (
        <Running {...{ place, go, operation, begun }} />
      ) : !catalogue.data || lost.looking ? (
        catalogue.error === undefined && <EmptyNotice>Loading …</EmptyNotice>
      ) : stage === 'choose' ? (
        <ChooseOperation
          operations={catalogue.data.operations.filter(({ targets }) =>
            targets.some((kind) => kind === kindOfTarget(target)),
          )}
          onChoose={({ id }) => go({ target, operation: id })}
        />
      ) : !operation ? (
        <ErrorNotice error={`The catalogue has no operation ${place.operation}.`} />
      ) : !parameters ? (
        <ParametersForm
          operation={operation}
          given={given}
          onPlan={(next) => {
            setGiven(next);
            go({ target, operation: operation.id, parameters: next });
          }}
        />
      ) : (
        <PlanStage
          operation={operation}
          target={target}
          parameters={parameters}
          wasLost={lost.wasLost}
          go={go}
          onBegun={show}
        />
      )}
    </Modal>
  );
}

interface RunningProps extends OperationFlowProps {
  operation: OperationInfo | undefined;
  begun: Execution | undefined;
}

function Running({ place, go, operation, begun }: RunningProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const { path, search } = useLocation();
  const { target } = place;
  return (
    <ExecutionView
      id={place.execution}
      {...(begun?.id === place.execution && { first: begun })}
      {...(operation && { role: operation.role })}
      href={navigation.href({ path, search })}
    >
      {target !== '' && (
        <p>
          <button type="button" onClick={() => go({ target })}>
            Something else with {targetName(target)}
          </button>
        </p>
      )}
    </ExecutionView>
  );
}

/** A confirmation that was sent before the page was loaded anew: its execution, if the sidecar has one. */
function useLostConfirmation(
  { key, execution }: OperationPlace,
  onFound: (execution: Execution) => void,
): { looking: boolean; wasLost: boolean } {
  // A key that comes later is that of a confirmation under way.
  const [lostKey] = useState(execution === '' ? key : '');
  const { data, loading } = useLoad(lostKey === '' ? undefined : 'executions', executionList);
  const found = data?.executions.find((each) => each.key === lostKey);
  const isShown = execution !== '';
  useEffect(() => {
    if (found && !isShown) onFound(found);
  }, [found, isShown]); // eslint-disable-line react-hooks/exhaustive-deps -- the callback is new in every render
  return { looking: loading || (found !== undefined && !isShown), wasLost: data !== undefined && !found };
}
