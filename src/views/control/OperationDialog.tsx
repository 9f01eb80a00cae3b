import { OperationFlow } from './OperationFlow.tsx';
import { useOperationPlace } from './use-operation-place.ts';

/** The flow of an operation, as a dialog over whatever page the address names one on. */
export function OperationDialog(): React.JSX.Element | null {
  const [place, go] = useOperationPlace();
  // Another target, or another execution of none, is another flow; within one the pieces keep their state.
  return place ? <OperationFlow key={place.target || place.execution} place={place} go={go} /> : null;
}
