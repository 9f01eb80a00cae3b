import { useCallback, useEffect, useState } from 'react';
import { plan as schema, type OperationParameters, type Plan } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { failureOf, type Failure } from './failure.ts';
import { planPath } from './rank-path.ts';

export interface PlanState {
  plan: Plan | undefined;
  failure: Failure | undefined;
  loading: boolean;
  /** A plan was made before this one, and it says something else to do. */
  changed: boolean;
  /** When the plan arrived, by this browser's clock: its life is counted from here, as two clocks differ. */
  arrivedMs: number;
  /** Looks again. */
  again: () => void;
}

interface Kept {
  asked: string;
  /** What the plan answers; the same may be asked again. */
  body: string;
  plan?: Plan;
  failure?: Failure;
  changed: boolean;
  arrivedMs: number;
}

/** Makes a plan, which changes nothing, and another one when asked to. Undefined parameters plan nothing. */
export function usePlan(operation: string, target: string, parameters: OperationParameters | undefined): PlanState {
  const host = useViewHost();
  const [attempt, setAttempt] = useState(0);
  const [kept, setKept] = useState<Kept>({ asked: '', body: '', changed: false, arrivedMs: 0 });
  const body = parameters && operation !== '' ? JSON.stringify({ operation, target, parameters }) : '';
  const asked = body === '' ? '' : `${attempt} ${body}`;
  useEffect(() => {
    if (body === '') return;
    const abort = new AbortController();
    host.send(planPath(host), JSON.parse(body), schema, { signal: abort.signal }).then(
      (plan) =>
        setKept((before) => {
          const isOther = before.body === body && before.plan !== undefined && before.plan.hash !== plan.hash;
          return { asked, body, plan, changed: isOther, arrivedMs: Date.now() };
        }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setKept((before) => ({
          ...(before.body === body ? before : { body, changed: false, arrivedMs: 0 }),
          asked,
          failure: failureOf(error),
        }));
      },
    );
    return () => abort.abort();
  }, [host, body, asked]);
  const isOfThis = body !== '' && kept.body === body;
  return {
    plan: isOfThis ? kept.plan : undefined,
    failure: kept.asked === asked ? kept.failure : undefined,
    loading: asked !== '' && kept.asked !== asked,
    changed: isOfThis && kept.changed,
    arrivedMs: kept.arrivedMs,
    again: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
