import { useEffect, useMemo, useState } from 'react';
import { shippedRules, shippedThresholds } from '../../alerting/shipped-rules.gen.ts';
import type { ThresholdValues } from '../../alerting/shipped-rule.ts';
import { mergeRule } from './merge-rule.ts';
import { createRule, deleteRule, ensureFolder, FOLDER, listRules, updateRule } from './provisioning-api.ts';
import { installedThresholds, orphanedRules, ruleStates, type ListedRule, type RuleState } from './rule-states.ts';
import { withStamp } from './stamp.ts';

export interface RuleInstaller {
  /** Undefined until Grafana has answered. */
  states: RuleState[] | undefined;
  orphans: ListedRule[];
  thresholds: ThresholdValues;
  setThreshold(name: string, value: number): void;
  /** What is going on (`Installing 3 of 12 …`) or was done; empty at first. */
  message: string;
  error: string;
  busy: boolean;
  install(states: readonly RuleState[]): Promise<void>;
  /** `overwrite`: take the shipped value also where the user changed it. */
  update(states: readonly RuleState[], overwrite: boolean): Promise<void>;
  remove(uids: readonly string[]): Promise<void>;
}

const SHIPPED: ThresholdValues = Object.fromEntries(shippedThresholds.map(({ name, value }) => [name, value]));

/** The installer's state and deeds. Rules are written one by one, so that what others have in the same group stays. */
export function useRuleInstaller(datasourceUid: string, release: string): RuleInstaller {
  const [listed, setListed] = useState<ListedRule[]>();
  const [chosen, setChosen] = useState<ThresholdValues>({});
  const [message, setMessage] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  const thresholds = useMemo<ThresholdValues>(
    () => ({ ...SHIPPED, ...installedThresholds(listed ?? []), ...chosen }),
    [listed, chosen],
  );
  const reload = async () => setListed(await listRules());
  useEffect(() => {
    listRules().then(setListed, (failure: unknown) => setError(messageOf(failure)));
  }, []);

  const { states, orphans } = useMemo(
    () => ({
      states: listed && ruleStates(shippedRules, listed, thresholds, { datasourceUid, folderUid: FOLDER.uid }),
      orphans: orphanedRules(shippedRules, listed ?? []),
    }),
    [listed, thresholds, datasourceUid],
  );

  /** Does `each` for all in order; the first failure ends it, and says how far it came. */
  const run = async <T>(words: [doing: string, done: string], all: readonly T[], each: (item: T) => Promise<void>) => {
    setBusy(true);
    setError('');
    let count = 0;
    try {
      for (const item of all) {
        setMessage(`${words[0]} ${count + 1} of ${all.length} …`);
        await each(item);
        count++;
      }
      setMessage(`${words[1]} ${count} ${count === 1 ? 'rule' : 'rules'}.`);
    } catch (failure) {
      setMessage(count > 0 ? `${words[1]} ${count} of ${all.length} rules.` : '');
      setError(messageOf(failure));
    }
    await reload().catch((failure: unknown) => setError(messageOf(failure)));
    setBusy(false);
  };

  const stampFor = ({ thresholds: needs }: RuleState) => ({
    release,
    thresholds: Object.fromEntries(needs.map((name) => [name, thresholds[name]])),
  });

  return {
    states,
    orphans,
    thresholds,
    setThreshold: (name, value) => setChosen((current) => ({ ...current, [name]: value })),
    message,
    error,
    busy,
    install: (wanted) =>
      run(['Installing', 'Installed'], wanted, async (state) => {
        if (state === wanted[0]) await ensureFolder();
        await createRule(withStamp(state.shipped, state.shipped, stampFor(state)));
      }),
    update: (wanted, overwrite) =>
      run(['Updating', 'Updated'], wanted, async (state) => {
        if (!state.installed) return;
        const merged = mergeRule(state.installed, state.shipped, { overwrite });
        await updateRule(withStamp(merged, state.shipped, stampFor(state)));
      }),
    remove: (uids) => run(['Removing', 'Removed'], uids, deleteRule),
  };
}

const messageOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));
