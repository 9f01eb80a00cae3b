import { useState } from 'react';
import type { AgentInfo } from '@observatory/protocol/agents';
import * as z from 'zod';
import controlStyles from '../control/Control.module.css';
import { failureOf } from '../control/failure.ts';
import { Modal } from '../control/Modal.tsx';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';

const done = z.object({ done: z.boolean() });

/** Takes an agent's key away, after saying what that means and having its name typed. */
export function RevokeAgent({ agent, onRevoked }: { agent: AgentInfo; onRevoked: () => void }): React.JSX.Element {
  const host = useViewHost();
  const { id, state, services } = agent;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  const revoke = async () => {
    if (typed !== id) return;
    try {
      await host.send(`admin/agents/${encodeURIComponent(id)}`, {}, done, { method: 'DELETE' });
      setOpen(false);
      onRevoked();
    } catch (error) {
      setFault(failureOf(error).message);
    }
  };
  return (
    <>
      <ReasonedButton
        reason={host.may('admin').reason || (state === 'revoked' ? 'It is revoked already.' : '')}
        label={`Revoke ${id}`}
        onClick={() => {
          setTyped('');
          setFault(undefined);
          setOpen(true);
        }}
      >
        Revoke …
      </ReasonedButton>
      {open && (
        <Modal title={`Revoke the agent ${id}`} onClose={() => setOpen(false)}>
          <p>
            Its connection ends at once and its key is refused from then on. Its {services} services go on, but nobody
            sees or commands them from here, and its logs and metrics end. A new one-time token with its name takes it
            in again.
          </p>
          <ErrorNotice error={fault} />
          <form
            className={controlStyles.confirm}
            onSubmit={(event) => {
              event.preventDefault();
              void revoke();
            }}
          >
            <label>
              Type <code className={controlStyles.code}>{id}</code> to confirm
              <input type="text" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
            </label>
            <ReasonedButton
              primary
              showReason
              reason={typed === id ? '' : `Type ${id} to confirm.`}
              onClick={() => void revoke()}
            >
              Revoke {id}
            </ReasonedButton>
          </form>
        </Modal>
      )}
    </>
  );
}
