import { auditList } from '@observatory/protocol/control';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useKept } from '../load/use-kept.ts';
import { useSearchParam } from '../page/use-location.ts';
import { usePageTime } from '../page/use-page-time.ts';
import { AuditFilters, useAuditFilter } from './AuditFilters.tsx';
import { auditQuery } from './audit-query.ts';
import { AuditTable } from './AuditTable.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import { Verification } from './Verification.tsx';
import styles from './Audit.module.css';

const PAGE_SIZE = 50;
const STANDARD = { from: 'now-90d', to: 'now' };

/** Who did what, and whether the record of it is whole. */
export function AuditPage(): React.JSX.Element {
  const time = usePageTime(STANDARD);
  const filter = useAuditFilter();
  const [offsetText, setOffset] = useSearchParam('offset', '0');
  const offset = Math.max(0, Number(offsetText) || 0);
  const query = auditQuery(filter, time.window, { limit: PAGE_SIZE, offset });
  const { data: latest, error, loading } = useLoad(`audit?${query}`, auditList, time.revision);
  // A window that moves with the clock asks anew each time; what was shown stays until the answer is here.
  const data = useKept(latest);
  const total = data?.total ?? 0;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <Page time={time}>
      <Verification />
      <section className={pageStyles.panel} aria-label="Records">
        <div className={styles.head}>
          <h2>Records</h2>
          <span className={styles.muted} role="status">
            {data && `${total.toLocaleString('en')} in this time`}
          </span>
          <ExportButtons filter={filter} window={time.window} />
        </div>
        <AuditFilters />
        <ErrorNotice error={error} />
        {data && data.records.length > 0 ? (
          <AuditTable records={data.records} />
        ) : (
          <EmptyNotice>
            {loading
              ? 'Loading …'
              : isFiltered
                ? 'No record fits the filter in this time.'
                : 'Nothing was done in this time.'}
          </EmptyNotice>
        )}
        {total > PAGE_SIZE && (
          <p className={styles.row}>
            <button
              type="button"
              disabled={offset === 0}
              onClick={() => setOffset(String(Math.max(0, offset - PAGE_SIZE)))}
            >
              Newer
            </button>
            <button
              type="button"
              disabled={offset + PAGE_SIZE >= total}
              onClick={() => setOffset(String(offset + PAGE_SIZE))}
            >
              Older
            </button>
            {offset + 1} to {Math.min(total, offset + PAGE_SIZE)} of {total.toLocaleString('en')}
          </p>
        )}
      </section>
    </Page>
  );
}
