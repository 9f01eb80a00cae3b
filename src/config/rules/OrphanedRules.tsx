import { Alert, Button } from '@grafana/ui';
import type { ListedRule } from './rule-states.ts';

interface OrphanedRulesProps {
  rules: readonly ListedRule[];
  busy: boolean;
  onRemove: (uids: string[]) => void;
}

/** Installed by an earlier release, shipped no longer: nobody updates them any more. */
export function OrphanedRules({ rules, busy, onRemove }: OrphanedRulesProps): React.JSX.Element | null {
  if (rules.length === 0) return null;
  return (
    <Alert severity="info" title={`${rules.length} installed rules are shipped no longer`}>
      <p>{rules.map(({ title }) => title).join(', ')}</p>
      <Button
        size="sm"
        variant="secondary"
        disabled={busy}
        onClick={() => onRemove(rules.map(({ uid }) => uid))}
      >{`Remove ${rules.length}`}</Button>
    </Alert>
  );
}
