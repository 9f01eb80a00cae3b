import { useEffect, useState } from 'react';
import type { AgentService, ServiceAction } from '@observatory/protocol/agents';
import { Modal } from '../../control/Modal.tsx';
import { useViewHost } from '../../host/ViewHost.ts';
import { operationOf } from '../service-reason.ts';
import type { ServiceRow } from '../service-row.ts';
import { titleOf } from '../ServiceRowView.tsx';
import type { BulkItem } from './bulk-item.ts';
import { BulkPlan } from './BulkPlan.tsx';
import { planAll } from './plan-all.ts';

export interface BulkDialogProps {
  action: ServiceAction;
  chosen: readonly ServiceRow[];
  all: readonly AgentService[];
  onBegin: (items: readonly BulkItem[], atOnce: number) => void;
  onClose: () => void;
}

/** Plans an action for each of the chosen services, and shows the plans as one. */
export function BulkDialog({ action, chosen, all, onBegin, onClose }: BulkDialogProps): React.JSX.Element {
  const host = useViewHost();
  // What was chosen when it was opened: the table goes on changing behind it.
  const [targets] = useState(() => chosen.map(({ id }) => id));
  const [services] = useState(chosen);
  const [attempt, setAttempt] = useState(0);
  const [planned, setPlanned] = useState(0);
  const [answer, setAnswer] = useState<{ attempt: number; items: readonly BulkItem[]; arrivedMs: number }>();
  useEffect(() => {
    const abort = new AbortController();
    void planAll(host, operationOf(action), targets, abort.signal, (count) => {
      if (!abort.signal.aborted) setPlanned(count);
    }).then((items) => {
      if (!abort.signal.aborted) setAnswer({ attempt, items, arrivedMs: Date.now() });
    });
    return () => abort.abort();
  }, [host, action, targets, attempt]);
  const isCurrent = answer?.attempt === attempt;
  return (
    <Modal
      title={`${titleOf(action)} ${targets.length} services`}
      subject="One plan each, shown together. Nothing was begun yet."
      stage={isCurrent ? 'plan' : 'planning'}
      onClose={onClose}
    >
      {isCurrent && answer ? (
        <BulkPlan
          key={attempt}
          action={action}
          items={answer.items}
          arrivedMs={answer.arrivedMs}
          services={services}
          all={all}
          onBegin={onBegin}
          onAgain={() => {
            setPlanned(0);
            setAttempt(attempt + 1);
          }}
        />
      ) : (
        <p role="status">
          <progress aria-label="Plans" value={planned} max={targets.length} /> {planned} of {targets.length} planned …
        </p>
      )}
    </Modal>
  );
}
