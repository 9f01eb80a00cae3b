import { useState } from 'react';
import type { AuditRecord } from '@observatory/protocol/control';
import { failureOf } from '../control/failure.ts';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { saveFile } from '../page/save-file.ts';
import { allRecords, auditCsv, auditJson } from './audit-file.ts';
import type { AuditFilter } from './audit-query.ts';

const KINDS: readonly {
  title: string;
  name: string;
  type: string;
  write: (records: readonly AuditRecord[]) => string;
}[] = [
  { title: 'JSON', name: 'observatory-audit.jsonl', type: 'application/x-ndjson', write: auditJson },
  { title: 'CSV', name: 'observatory-audit.csv', type: 'text/csv', write: auditCsv },
];

/** Saves all records that fit the filter, not only those of this page. */
export function ExportButtons({ filter, window }: { filter: AuditFilter; window: TimeWindow }): React.JSX.Element {
  const host = useViewHost();
  const [said, setSaid] = useState('');
  const save = async ({ name, type, write }: (typeof KINDS)[number]) => {
    setSaid('Loading …');
    try {
      const records = await allRecords(host, filter, window);
      saveFile(name, write(records), type);
      setSaid(`${records.length.toLocaleString('en')} records saved`);
    } catch (error) {
      setSaid(failureOf(error).message);
    }
  };
  return (
    <>
      {KINDS.map((kind) => (
        <button key={kind.title} type="button" onClick={() => void save(kind)}>
          Save as {kind.title}
        </button>
      ))}
      <span role="status">{said}</span>
    </>
  );
}
