import { useCallback, useEffect, useRef, useState } from 'react';
import { execution as schema, type Execution } from '@observatory/protocol/control';
import { confirmationKey } from '../../control/confirmation-key.ts';
import { actingPath } from '../../control/rank-path.ts';
import { useViewHost } from '../../host/ViewHost.ts';
import type { BulkItem } from './bulk-item.ts';
import { BulkRun } from './bulk-run.ts';
import { planOne } from './plan-all.ts';

export interface BulkRunState {
  run: BulkRun | undefined;
  begin: (operation: string, items: readonly BulkItem[], atOnce: number) => string;
  forget: () => void;
}

/** The bulk run of this page: it goes on as long as the page is open, whatever is shown of it. */
export function useBulkRun(executions: readonly Execution[]): BulkRunState {
  const host = useViewHost();
  const [run, setRun] = useState<BulkRun | undefined>();
  const [changes, setChanges] = useState(0);
  const current = useRef<BulkRun | undefined>(undefined);
  useEffect(() => {
    for (const execution of executions) current.current?.told(execution);
    // Also after each step of the run: the stream may know of an end before the answer to the beginning is here.
  }, [executions, run, changes]);
  useEffect(() => () => current.current?.halt('the page was left'), []);
  const isOver = run === undefined || run.isOver;
  useEffect(() => {
    if (isOver) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOver]);
  const begin = useCallback(
    (operation: string, items: readonly BulkItem[], atOnce: number) => {
      const act = actingPath(host, 'executions');
      const next = new BulkRun({
        id: confirmationKey('b').slice(0, 14),
        items,
        atOnce,
        begin: (plan, key) =>
          host.send(
            act,
            {
              plan: plan.id,
              hash: plan.hash,
              key,
              // The names were confirmed together, by their number.
              ...(plan.confirmation.kind === 'typed' && { confirmation: plan.confirmation.text }),
            },
            schema,
          ),
        replan: (target) => planOne(host, operation, target),
        stop: (id) => host.send(`${act}/${encodeURIComponent(id)}/stop`, {}, schema),
        onChange: () => setChanges((count) => count + 1),
      });
      current.current = next;
      setRun(next);
      void next.run();
      return next.id;
    },
    [host],
  );
  return { run, begin, forget: useCallback(() => setRun(undefined), []) };
}
