import type { RunData } from '../run-data.ts';

/** Runs of one thing: those of the same label `group`, without it those of the same name. */
export function groupName({ info }: Pick<RunData, 'info'>): string {
  return info.labels.group ?? info.name;
}

/**
 * Lays repeats beside the run that they repeat. Where two compared runs are of one group, their repeats cannot be told apart: they
 * stand alone and only say how much runs differ.
 */
export function repeatsOf<Run extends { run: RunData }>(
  compared: readonly Run[],
  repeats: readonly Run[],
): { groups: Run[][]; alone: Run[][] } {
  const groups = compared.map((run) => [run]);
  const alone = new Map<string, Run[]>();
  for (const repeat of repeats) {
    const name = groupName(repeat.run);
    const own = groups.filter(([{ run }]) => groupName(run) === name);
    if (own.length === 1) own[0].push(repeat);
    else alone.set(name, [...(alone.get(name) ?? []), repeat]);
  }
  return { groups, alone: [...alone.values()] };
}
