import { useCallback, useRef, useState } from 'react';
import { execution as schema, type Execution, type Plan } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { confirmationKey } from './confirmation-key.ts';
import { failureOf, type Failure } from './failure.ts';
import { actingPath } from './rank-path.ts';

export interface ConfirmationState {
  sending: boolean;
  failure: Failure | undefined;
  confirm: (plan: Plan, confirmation: string | undefined) => void;
  /** Sends the same once more, with the same key: what was begun is answered, nothing is begun twice. */
  repeat: () => void;
  clear: () => void;
}

export interface ConfirmationEvents {
  /** Before it is sent: who loads the page anew finds the execution by it. */
  onKey: (key: string) => void;
  onBegun: (execution: Execution) => void;
  /** The server refused it: the key stands for nothing. */
  onRefused: () => void;
}

/** Confirms plans: each confirmation has one key, however often it is sent. */
export function useConfirmation({ onKey, onBegun, onRefused }: ConfirmationEvents): ConfirmationState {
  const host = useViewHost();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>();
  const last = useRef<{ plan: Plan; confirmation: string | undefined; key: string } | undefined>(undefined);
  const send = async () => {
    if (!last.current) return;
    const { plan, confirmation, key } = last.current;
    setSending(true);
    setFailure(undefined);
    try {
      const body = { plan: plan.id, hash: plan.hash, key, ...(confirmation !== undefined && { confirmation }) };
      onBegun(await host.send(actingPath(host, 'executions'), body, schema));
    } catch (error) {
      const why = failureOf(error);
      setFailure(why);
      if (!why.uncertain) onRefused();
    }
    setSending(false);
  };
  return {
    sending,
    failure,
    confirm(plan, confirmation) {
      if (sending) return;
      last.current = { plan, confirmation, key: confirmationKey() };
      onKey(last.current.key);
      void send();
    },
    repeat: () => void send(),
    clear: useCallback(() => setFailure(undefined), []),
  };
}
