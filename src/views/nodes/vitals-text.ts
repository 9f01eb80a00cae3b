import type { DiskForecast, NodeVitals } from '@observatory/protocol/nodes';
import { formatValue } from '../live/format-value.ts';

/** `3 d 4 h`, `12 min`, `40 s`. */
export function formatSpan(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 24) return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `62 %, full in 3 d 4 h`. */
export function diskText({ usedPercent, fullInSeconds, percentPerHour }: DiskForecast): string {
  const used = `${usedPercent.toFixed(usedPercent < 10 ? 1 : 0)} %`;
  if (fullInSeconds !== undefined) return `${used}, full in ${formatSpan(fullInSeconds)} at the last hour’s rate`;
  return percentPerHour === undefined ? used : `${used}, not growing`;
}

/** The disk that is full first, else the fullest. */
export function tightestDisk(disks: readonly DiskForecast[]): DiskForecast | undefined {
  return [...disks].sort(
    (a, b) => (a.fullInSeconds ?? Infinity) - (b.fullInSeconds ?? Infinity) || b.usedPercent - a.usedPercent,
  )[0];
}

/** `1.2 GiB of 2 GiB (60 %)`; undefined where the node does not say. */
export function memoryText(usedBytes: number | undefined, maxBytes: number | undefined): string | undefined {
  if (usedBytes === undefined) return undefined;
  const used = formatValue(usedBytes, 'bytes');
  if (maxBytes === undefined || maxBytes <= 0) return used;
  return `${used} of ${formatValue(maxBytes, 'bytes')} (${Math.round((100 * usedBytes) / maxBytes)} %)`;
}

/** The facts of a process in the order in which one reads them; absent ones are left out. */
export function vitalFacts(vitals: NodeVitals): [name: string, text: string][] {
  const { version, uptimeSeconds, restarts, gcShare, clockSkewSeconds, disks } = vitals;
  const facts: [string, string | undefined][] = [
    ['Version', version],
    ['Up for', uptimeSeconds === undefined ? undefined : formatSpan(uptimeSeconds)],
    ['Restarts in 24 h', restarts?.toString()],
    ['Heap', memoryText(vitals.heapUsedBytes, vitals.heapMaxBytes)],
    ['Direct memory', memoryText(vitals.directUsedBytes, vitals.directMaxBytes)],
    ['Garbage collection', gcShare === undefined ? undefined : `${(100 * gcShare).toFixed(1)} % of the last 5 min`],
    ['Clock', clockSkewSeconds === undefined ? undefined : skewText(clockSkewSeconds)],
    ...disks.map((disk): [string, string] => [`Disk ${disk.directory}`, diskText(disk)]),
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function skewText(seconds: number): string {
  if (Math.abs(seconds) < 1) return 'agrees with the sidecar';
  return `${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? 'ahead of' : 'behind'} the sidecar`;
}
