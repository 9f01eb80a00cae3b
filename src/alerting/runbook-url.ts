export interface RunbookOptions {
  /** Page with an anchor for each rule. Default: the one that the installed app brings along. */
  runbookBase?: string;
}

/** src/runbooks.html, served by Grafana itself; the same text as docs/guide/alerts.md. */
export const DEFAULT_RUNBOOK_BASE = '/public/plugins/observatory-pulsar-app/runbooks.html';

/** Anchors are as Markdown viewers make them of headings: lower case. */
export function runbookUrl(ruleName: string, { runbookBase = DEFAULT_RUNBOOK_BASE }: RunbookOptions = {}): string {
  return `${runbookBase}#${ruleName.toLowerCase()}`;
}
