import { Fragment, useState } from 'react';
import type { AuditRecord } from '@observatory/protocol/control';
import { operationSearch } from '../control/operation-address.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { localText } from '../page/local-time.ts';
import { ACTION_WORDS, recordTone } from './audit-words.ts';
import styles from './Audit.module.css';

/** Records, newest first; each opens to what else it holds. */
export function AuditTable({ records }: { records: readonly AuditRecord[] }): React.JSX.Element {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (seq: number) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(seq)) next.add(seq);
      return next;
    });
  return (
    <div className={styles.scroll} role="region" aria-label="Table of records">
      <table>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Time</th>
            <th scope="col">Who</th>
            <th scope="col">Did</th>
            <th scope="col">Target</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => {
            const { seq, timeMs, actor, action, operation, target, result } = record;
            const isOpen = open.has(seq);
            return (
              <Fragment key={seq}>
                <tr>
                  <th scope="row">
                    <button
                      type="button"
                      aria-expanded={isOpen}
                      aria-label={`Details of record ${seq}`}
                      onClick={() => toggle(seq)}
                    >
                      <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {seq}
                    </button>
                  </th>
                  <td className={styles.time} title={new Date(timeMs).toISOString()}>
                    {localText(timeMs).replace('T', ' ')}
                  </td>
                  <td>
                    {actor.name}
                    <div className={styles.muted}>
                      {actor.role}, {actor.via}
                    </div>
                  </td>
                  <td>
                    {operation}
                    <div className={styles.muted}>{ACTION_WORDS[action]}</div>
                  </td>
                  <td className={styles.target}>{target || '–'}</td>
                  <td className={styles.result} data-tone={recordTone(record)}>
                    {result}
                  </td>
                </tr>
                {isOpen && <Details record={record} />}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Details({ record }: { record: AuditRecord }): React.JSX.Element {
  const { navigation } = useViewHost();
  const { seq, timeMs, actor, action, parameters, execution, planHash, previous, hash } = record;
  const shown = operationSearch({ execution });
  const search = new URLSearchParams(Object.entries(shown).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return (
    <tr className={styles.details}>
      <td colSpan={6}>
        <dl className={styles.facts}>
          <dt>Time</dt>
          <dd>{new Date(timeMs).toISOString()}</dd>
          <dt>Action</dt>
          <dd>{action}</dd>
          <dt>From</dt>
          <dd>{actor.address || 'not known'}</dd>
          <dt>Parameters</dt>
          <dd className={styles.hash}>{JSON.stringify(parameters)}</dd>
          <dt>Execution</dt>
          <dd>
            {execution === '' ? (
              'none'
            ) : (
              <>
                <a href={navigation.href({ path: 'services', search })}>{execution}</a>{' '}
                <a href={navigation.href({ path: 'audit', search: new URLSearchParams({ execution }) })}>
                  all its records
                </a>
              </>
            )}
          </dd>
          <dt>Plan</dt>
          <dd className={styles.hash}>{planHash || 'none'}</dd>
          <dt>Hash before</dt>
          <dd className={styles.hash}>
            {previous} <span className={styles.muted}>{seq === 1 ? '(the first)' : `(of record ${seq - 1})`}</span>
          </dd>
          <dt>Hash</dt>
          <dd className={styles.hash}>{hash}</dd>
        </dl>
      </td>
    </tr>
  );
}
