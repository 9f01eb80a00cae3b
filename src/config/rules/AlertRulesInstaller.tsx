import { useState } from 'react';
import { getDataSourceSrv, hasPermission } from '@grafana/runtime';
import { Alert, Button, ConfirmModal, LoadingPlaceholder, Stack, Text, TextLink } from '@grafana/ui';
import { testIds } from '../../components/test-ids.ts';
import { DATASOURCE_TYPE, DATASOURCE_UID } from '../../constants.ts';
import { APP_VERSION } from './app-version.ts';
import { ChangesDrawer } from './ChangesDrawer.tsx';
import { downloadYaml } from './download-yaml.ts';
import { OrphanedRules } from './OrphanedRules.tsx';
import { PreviewDrawer } from './PreviewDrawer.tsx';
import type { RuleState } from './rule-states.ts';
import { RulesTable } from './RulesTable.tsx';
import { ThresholdFields } from './ThresholdFields.tsx';
import { useRuleInstaller } from './use-rule-installer.ts';

const NEEDED = ['alert.rules:create', 'alert.rules:write', 'alert.rules:delete', 'alert.provisioning.provenance:write'];

/** Installs the shipped alert rules as Grafana rules that the user owns: choose, set thresholds, preview, install, update, remove. */
export function AlertRulesInstaller(): React.JSX.Element {
  const missing = NEEDED.filter((action) => !hasPermission(action));
  const datasources = getDataSourceSrv().getList({ type: DATASOURCE_TYPE });
  const datasource = datasources.find(({ uid }) => uid === DATASOURCE_UID) ?? datasources[0];
  if (missing.length > 0) {
    return (
      <Alert severity="warning" title="You may not install alert rules">
        Your Grafana role lacks {missing.join(', ')}, which Editors and Admins have by default.
      </Alert>
    );
  }
  if (!datasource) {
    return (
      <Alert severity="warning" title="There is no Pulsar Observatory datasource">
        Alert rules ask the sidecar through a datasource:{' '}
        <TextLink href="/connections/datasources/new">add one</TextLink> or provision it (provisioning/datasources).
      </Alert>
    );
  }
  return <Installer datasourceUid={datasource.uid} />;
}

function Installer({ datasourceUid }: { datasourceUid: string }): React.JSX.Element {
  const installer = useRuleInstaller(datasourceUid, APP_VERSION);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<'preview' | 'changes' | 'remove' | undefined>();
  const { states, orphans, busy, message, error } = installer;
  if (!states) {
    return error === '' ? (
      <LoadingPlaceholder text="Asking Grafana for its rules …" />
    ) : (
      <Alert severity="error" title="Grafana did not list its alert rules">
        {error}
      </Alert>
    );
  }
  const chosen = states.filter(({ name }) => selected.has(name));
  const having = (status: RuleState['status']) => chosen.filter((state) => state.status === status);
  const [available, updates] = [having('available'), having('update')];
  const present = chosen.filter(({ status }) => status === 'installed' || status === 'update');
  const close = () => setShown(undefined);

  return (
    <Stack direction="column" gap={2}>
      <div data-testid={testIds.rules.page}>
        <Text element="p" color="secondary">
          {summary(states)} Rules installed here are yours: edit them in Grafana as you like, updates keep your edits.
        </Text>
      </div>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        <Button disabled={busy || available.length === 0} onClick={() => void installer.install(available)}>
          {`Install ${available.length}`}
        </Button>
        <Button variant="secondary" disabled={busy || updates.length === 0} onClick={() => setShown('changes')}>
          {`Update ${updates.length} …`}
        </Button>
        <Button variant="secondary" disabled={chosen.length === 0} onClick={() => setShown('preview')}>
          {`Preview ${chosen.length}`}
        </Button>
        <Button
          variant="secondary"
          icon="download-alt"
          disabled={chosen.length === 0}
          onClick={() => void downloadYaml(chosen, installer.thresholds, datasourceUid)}
        >
          Export YAML
        </Button>
        <Button
          variant="destructive"
          fill="outline"
          disabled={busy || present.length === 0}
          onClick={() => setShown('remove')}
        >
          {`Remove ${present.length} …`}
        </Button>
        <span role="status" data-testid={testIds.rules.message}>
          {message}
        </span>
      </Stack>
      {error !== '' && (
        <Alert severity="error" title="Grafana refused">
          {error}
        </Alert>
      )}
      <OrphanedRules rules={orphans} busy={busy} onRemove={(uids) => void installer.remove(uids)} />
      <RulesTable states={states} selected={selected} onSelect={setSelected} />
      <ThresholdFields states={states} values={installer.thresholds} onChange={installer.setThreshold} />
      {shown === 'preview' && <PreviewDrawer states={chosen} onClose={close} />}
      {shown === 'changes' && (
        <ChangesDrawer
          states={updates}
          onClose={close}
          onUpdate={(overwrite) => {
            close();
            void installer.update(updates, overwrite);
          }}
        />
      )}
      <ConfirmModal
        isOpen={shown === 'remove'}
        title={`Remove ${present.length} ${present.length === 1 ? 'rule' : 'rules'}`}
        body="Their alerts end, and what you changed in them is lost. Rules provisioned from files stay."
        confirmText="Remove"
        onDismiss={close}
        onConfirm={() => {
          close();
          void installer.remove(present.flatMap(({ installed }) => installed?.uid ?? []));
        }}
      />
    </Stack>
  );
}

function summary(states: readonly RuleState[]): string {
  const count = (...wanted: RuleState['status'][]) => states.filter(({ status }) => wanted.includes(status)).length;
  const parts = [`${states.length} rules are shipped`, `${count('installed', 'update')} are installed`];
  if (count('update') > 0) parts.push(`${count('update')} have an update`);
  if (count('file') > 0) parts.push(`${count('file')} come from provisioning files and are read-only`);
  return `${parts.join(', ')}.`;
}
