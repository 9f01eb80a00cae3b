import { useCallback, useMemo, useState } from 'react';
import type { ServiceAction } from '@observatory/protocol/agents';
import type { Execution } from '@observatory/protocol/control';
import { OperationDialog } from '../control/OperationDialog.tsx';
import { useCatalogue } from '../control/use-catalogue.ts';
import { useClock } from '../control/use-clock.ts';
import { useExecutions } from '../control/use-executions.ts';
import { useOperationPlace } from '../control/use-operation-place.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useSearchParam } from '../page/use-location.ts';
import { AgentsPanel } from './AgentsPanel.tsx';
import { BulkBar } from './bulk/BulkBar.tsx';
import { BulkDialog } from './bulk/BulkDialog.tsx';
import { BulkProgressView } from './bulk/BulkProgressView.tsx';
import { BulkRemains } from './bulk/BulkRemains.tsx';
import { useBulkRun } from './bulk/use-bulk-run.ts';
import { ClusterActions } from './ClusterActions.tsx';
import { ControlBanner } from './ControlBanner.tsx';
import { ExecutionsPanel } from './ExecutionsPanel.tsx';
import { operationOf, serviceReason } from './service-reason.ts';
import { filterServices, serviceRows, sortServices, type ServiceRow } from './service-row.ts';
import { ServiceFilters, useServiceFilter } from './ServiceFilters.tsx';
import { ServicesTable } from './ServicesTable.tsx';
import { StopSwitch } from './StopSwitch.tsx';
import { useFleet } from './use-fleet.ts';
import { useRevision } from './use-revision.ts';
import styles from './Services.module.css';

/** The catalogue says what one may do, which windows and policies change with time. */
const RIGHTS_MS = 15_000;

/** All services of all agents: state, actions, progress; and the agents themselves. */
export function ServicesPage(): React.JSX.Element {
  const host = useViewHost();
  const fleet = useFleet();
  const [revision, again] = useRevision(RIGHTS_MS);
  const catalogue = useCatalogue(revision);
  const { executions, error, loaded } = useExecutions();
  const [, go] = useOperationPlace();
  const filter = useServiceFilter();
  const nowMs = useClock(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<{ action: ServiceAction; rows: readonly ServiceRow[] } | undefined>();
  const { run, begin, forget } = useBulkRun(executions);
  const all = useMemo(() => serviceRows(fleet.services, fleet.agents), [fleet.services, fleet.agents]);
  const { state, agent, cluster, text, order } = filter;
  const rows = useMemo(
    () => sortServices(filterServices(all, { state, agent, cluster, text }), order),
    [all, state, agent, cluster, text, order],
  );
  const selected = sortServices(
    all.filter(({ id }) => chosen.has(id)),
    'agent',
  );
  const [bulkId, setBulkId] = useSearchParam('bulk');
  const operations = catalogue.data?.operations ?? [];
  const reason = (row: ServiceRow, action: ServiceAction) =>
    serviceReason(
      row,
      action,
      operations.find(({ id }) => id === operationOf(action)),
      host,
    );
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids)
        if (on) next.add(id);
        else next.delete(id);
      return next;
    });
  const show = useCallback(
    ({ id, target, operation, parameters }: Execution) => go({ target, operation, parameters, execution: id }),
    [go],
  );
  const running = all.filter((row) => row.state === 'running').length;
  return (
    <Page controls={<ClusterActions />}>
      <ErrorNotice error={catalogue.error} />
      {catalogue.data && (
        <>
          <ControlBanner status={catalogue.data.status} />
          <StopSwitch status={catalogue.data.status} executions={executions} nowMs={nowMs} onSwitched={again} />
        </>
      )}
      {run ? (
        <BulkProgressView
          run={run}
          onShow={show}
          onClose={() => {
            forget();
            setBulkId('');
          }}
        />
      ) : (
        bulkId !== '' && <BulkRemains id={bulkId} executions={executions} onShow={show} onClose={() => setBulkId('')} />
      )}
      <section className={pageStyles.panel} aria-label="Services">
        <div className={styles.head}>
          <h2>Services</h2>
          <span className={styles.count} role="status">
            {running} of {all.length} running{rows.length !== all.length && `, ${rows.length} shown`}
          </span>
        </div>
        <ErrorNotice error={fleet.error} />
        <ServiceFilters rows={all} />
        {selected.length > 0 && (
          <BulkBar
            selected={selected}
            isRunning={run !== undefined && !run.isOver}
            operations={operations}
            onAct={(action) => setBulk({ action, rows: selected })}
            onClear={() => setChosen(new Set())}
          />
        )}
        <ServicesTable
          rows={rows}
          nowMs={nowMs}
          emptyText={
            !fleet.loaded
              ? 'Loading …'
              : all.length === 0
                ? 'No agent tells of a service. Enrol one below; what it may start and stop stands in its own configuration.'
                : 'No service fits the filter.'
          }
          selected={chosen}
          onSelect={choose}
          reason={reason}
          onAct={(row, action) => go({ target: row.id, operation: operationOf(action) })}
        />
      </section>
      <ExecutionsPanel executions={executions} error={error} loaded={loaded} nowMs={nowMs} onShow={show} />
      <AgentsPanel agents={fleet.agents} loaded={fleet.loaded} nowMs={nowMs} onChanged={fleet.reload} />
      {bulk && (
        <BulkDialog
          action={bulk.action}
          chosen={bulk.rows}
          all={fleet.services}
          onBegin={(items, atOnce) => {
            setBulkId(begin(operationOf(bulk.action), items, atOnce));
            setBulk(undefined);
            setChosen(new Set());
          }}
          onClose={() => setBulk(undefined)}
        />
      )}
      <OperationDialog />
    </Page>
  );
}
