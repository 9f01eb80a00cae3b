import { useState } from 'react';
import { agentName, enrolTokenAnswer } from '@observatory/protocol/agents';
import type * as z from 'zod';
import { failureOf } from '../control/failure.ts';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { CopyButton } from '../explain/CopyButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { clockText } from '../live/time-text.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { enrolCommands } from './enrol-commands.ts';
import styles from './Services.module.css';

/** What scrolls must be reached by keyboard. */
const REACHED_BY_KEYBOARD = { tabIndex: 0 };

const LIVES = [
  { seconds: 3600, title: '1 hour' },
  { seconds: 86_400, title: '1 day' },
  { seconds: 604_800, title: '7 days' },
];

type Token = z.infer<typeof enrolTokenAnswer>;

/** Makes a one-time token for an agent and shows it once, with the commands to run on its host. */
export function EnrolAgent(): React.JSX.Element {
  const host = useViewHost();
  const [name, setName] = useState('');
  const [seconds, setSeconds] = useState(LIVES[0].seconds);
  const [token, setToken] = useState<Token | undefined>();
  const [fault, setFault] = useState<string | undefined>();
  const isName = name === '' || agentName.safeParse(name).success;
  const reason =
    host.may('admin').reason || (isName ? '' : 'A name has letters, digits, ".", "_" and "-", at most 63 of them.');
  const make = async () => {
    if (reason !== '') return;
    setFault(undefined);
    try {
      const body = { ...(name !== '' && { agent: name }), expiresSeconds: seconds };
      setToken(await host.send('admin/agents/tokens', body, enrolTokenAnswer));
    } catch (error) {
      setFault(failureOf(error).message);
    }
  };
  const commands =
    token && enrolCommands(token.token, token.agent, host.kind === 'console' ? document.baseURI : undefined);
  return (
    <section className={styles.enrol} aria-label="Enrol an agent">
      <h3>Enrol an agent</h3>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          Name of the agent
          <input type="text" placeholder="any" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          Token is good for
          <select value={seconds} onChange={(event) => setSeconds(Number(event.target.value))}>
            {LIVES.map((each) => (
              <option key={each.seconds} value={each.seconds}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <ReasonedButton showReason reason={reason} onClick={() => void make()}>
          Make a one-time token
        </ReasonedButton>
      </form>
      <ErrorNotice error={fault} />
      {token && commands !== undefined && (
        <div className={styles.secret} role="status">
          <p>
            <b>Shown once.</b> It takes in one agent{token.agent !== undefined && ` named ${token.agent}`}, until{' '}
            {new Date(token.expiresMs).toLocaleDateString('en-GB')} {clockText(token.expiresMs)}. Run this on its host:
          </p>
          <pre className={styles.commands} {...REACHED_BY_KEYBOARD}>
            {commands}
          </pre>
          <CopyButton text={commands} what="the commands" />{' '}
          <button type="button" onClick={() => setToken(undefined)}>
            Hide it for good
          </button>
        </div>
      )}
    </section>
  );
}
