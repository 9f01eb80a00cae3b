import { Alert, Badge, InteractiveTable, type BadgeColor, type Column } from '@grafana/ui';
import type { RoleName } from '@observatory/protocol/session';
import { testIds } from '../../components/test-ids.ts';
import type { ConnectionCheck, TokenCheck } from './check-connection.ts';

const STATES: Readonly<Record<TokenCheck['state'], { text: string; color: BadgeColor }>> = {
  works: { text: 'Works', color: 'green' },
  missing: { text: 'Not set', color: 'orange' },
  refused: { text: 'Refused', color: 'red' },
  unreachable: { text: 'No answer', color: 'red' },
};
const PURPOSE: Readonly<Record<RoleName, string>> = {
  reader: 'Read: pages, topology, history',
  operator: 'Control: plan and carry out actions',
  admin: 'Administer the sidecar',
};

const COLUMNS: Column<TokenCheck>[] = [
  { id: 'role', header: 'Token' },
  { id: 'may', header: 'May', cell: ({ row: { original } }) => PURPOSE[original.role] },
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => <Badge {...STATES[original.state]} />,
  },
  { id: 'message', header: 'What the sidecar says' },
];

/** What the check found: the sidecar's own account of itself, and each token. */
export function CheckResult({ check: { status, tokens } }: { check: ConnectionCheck }): React.JSX.Element {
  const [reader] = tokens;
  return (
    <div data-testid={testIds.connection.result}>
      {status ? (
        <Alert
          severity={status.targets.down > 0 ? 'warning' : 'success'}
          title={`Connected to sidecar ${status.version}`}
        >
          {status.targets.up} targets up, {status.targets.down} down; {status.store.series.toLocaleString('en')} series,
          kept {status.store.retention}.{status.warnings.map((warning) => ` ${warning}`)}
        </Alert>
      ) : (
        <Alert severity="error" title="The pages of this app have no data">
          {reader.message}
        </Alert>
      )}
      <InteractiveTable columns={COLUMNS} data={tokens} getRowId={({ role }) => role} pageSize={3} />
    </div>
  );
}
