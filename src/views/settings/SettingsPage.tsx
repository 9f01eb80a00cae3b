import { doctorAnswer, type ConnectionCheck } from '@observatory/protocol/doctor';
import { capabilityList } from '@observatory/protocol/capabilities';
import { statusAnswer } from '@observatory/protocol/status';
import { useViewHost } from '../host/ViewHost.ts';
import { formatValue } from '../live/format-value.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { formatSpan } from '../nodes/vitals-text.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { usePageTime } from '../page/use-page-time.ts';
import styles from '../nodes/NodePage.module.css';
import tableStyles from '../topics/TopicTable.module.css';

/** What scrolls must be reached by keyboard. */
const REACHED_BY_KEYBOARD = { tabIndex: 0 };

/** What the sidecar is and does, whether everything that it asks for answers, and what the targets expose. */
export function SettingsPage(): React.JSX.Element {
  const { may } = useViewHost();
  const time = usePageTime();
  const status = useLoad('status', statusAnswer, time.revision);
  return (
    <Page time={time}>
      <ErrorNotice error={status.error} />
      {status.data && (
        <section className={pageStyles.panel} aria-label="Sidecar">
          <h2>Sidecar {status.data.version}</h2>
          <dl className={styles.facts}>
            {facts(status.data).map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
            <div>
              <dt>You may</dt>
              <dd>
                {(['reader', 'operator', 'admin'] as const).filter((role) => may(role).allowed).join(', ') || 'nothing'}
              </dd>
            </div>
          </dl>
          {status.data.warnings.map((warning) => (
            <p key={warning} className={styles.reason}>
              {warning}
            </p>
          ))}
          {!status.data.reload.ok && <ErrorNotice error={`The last reload was refused: ${status.data.reload.error}`} />}
        </section>
      )}
      <Connections />
      <Capabilities />
    </Page>
  );
}

function facts(status: (typeof statusAnswer)['_output']): [string, string][] {
  const { store, targets, memory, nowMs, startedMs } = status;
  return [
    ['Up for', formatSpan((nowMs - startedMs) / 1000)],
    ['Targets', `${targets.up} up, ${targets.down} down`],
    ['Series', store.series.toLocaleString('en')],
    ['History', store.series === 0 ? 'none yet' : formatSpan((store.maxTimeMs - store.minTimeMs) / 1000)],
    ['Kept for', store.retention],
    ['Memory', formatValue(memory.residentBytes, 'bytes')],
  ];
}

/** Asks once a visit: the doctor makes requests to every endpoint. */
function Connections(): React.JSX.Element {
  const { data, error, loading } = useLoad('doctor', doctorAnswer);
  return (
    <section className={pageStyles.panel} aria-label="Connections">
      <h2>Connections</h2>
      <ErrorNotice error={error} />
      {loading && <EmptyNotice>Asking every endpoint …</EmptyNotice>}
      {data && (
        <div className={tableStyles.scroll} role="region" aria-label="Table" {...REACHED_BY_KEYBOARD}>
          <table>
            <thead>
              <tr>
                <th scope="col">What is asked</th>
                <th scope="col">Cluster</th>
                <th scope="col">Answered</th>
                <th scope="col">Problem, and what to do</th>
              </tr>
            </thead>
            <tbody>
              {data.connections.map((check) => (
                <tr key={`${check.cluster} ${check.what}`}>
                  <th scope="row">{check.what}</th>
                  <td>{check.cluster}</td>
                  <td>
                    {check.answered} of {check.asked}
                  </td>
                  <td className={tableStyles.sentence}>{problemText(check)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function problemText({ problems, hint }: ConnectionCheck): string {
  return problems.length === 0 ? 'none' : [...problems, hint].filter(Boolean).join(' ');
}

/** Which switches of the targets are on, as their scrapes show. */
function Capabilities(): React.JSX.Element {
  const { data, error } = useLoad('capabilities', capabilityList);
  return (
    <section className={pageStyles.panel} aria-label="What targets expose">
      <h2>What targets expose</h2>
      <ErrorNotice error={error} />
      {data && data.targets.length === 0 && <EmptyNotice>No target was scraped yet.</EmptyNotice>}
      {data && data.targets.length > 0 && (
        <div className={tableStyles.scroll} role="region" aria-label="Table" {...REACHED_BY_KEYBOARD}>
          <table>
            <thead>
              <tr>
                <th scope="col">Capability</th>
                <th scope="col">On</th>
                <th scope="col">Off</th>
                <th scope="col">Turned on by</th>
              </tr>
            </thead>
            <tbody>
              {data.capabilities.map(({ id, title, note, setting }) => {
                const states = data.targets.map((target) => target.states[id]);
                return (
                  <tr key={id}>
                    <th scope="row" title={note}>
                      {title}
                    </th>
                    <td>{states.filter((state) => state === 'on').length}</td>
                    <td>{states.filter((state) => state === 'off').length}</td>
                    <td>{setting ? `${setting.key}=${setting.value} in ${setting.file}` : '–'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
