import type { RunAlignment } from '@observatory/protocol/runs';

/** How a result came to lie where it is drawn, and how sure that is. */
export function alignmentText(fileName: string, { beginMs, uncertaintyMs, correlation, from }: RunAlignment): string {
  const begin = `first sample ${new Date(beginMs).toISOString().slice(0, 19)}Z`;
  const around = `± ${Math.round(uncertaintyMs / 1000)} s`;
  if (from === 'stated')
    return `The samples of ${fileName} are drawn at the times that the file states: ${begin}, by the clock of the benchmark.`;
  if (from === 'file') {
    return `The samples of ${fileName} are drawn by the time of the file, for their publish rate fits the brokers' rate in nowhere well enough: ${begin} ${around} at best.`;
  }
  return `The samples of ${fileName} were laid on the cluster's clock where their publish rate fits the brokers' rate in best: ${begin} ${around}, correlation ${correlation.toFixed(2)}.`;
}
