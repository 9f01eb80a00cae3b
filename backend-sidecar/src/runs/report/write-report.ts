import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObservatoryError, messageOf } from '../../util/errors.ts';
import { findingsOf, verdictOf } from './findings.ts';
import { metricsCsv } from './metrics-csv.ts';
import { chartHtml, reportHtml } from './report-html.ts';
import type { ReportInput } from './report-input.ts';
import { reportPlots } from './report-plots.ts';

/**
 * Writes `index.html`, `metrics.csv`, `metrics.json` and `charts/*.html` into a folder.
 * @returns paths of what was written
 * @throws ObservatoryError OBS_RUN_WRITE
 */
export async function writeReport(input: ReportInput, folder: string): Promise<string[]> {
  const plots = reportPlots(input);
  const findings = findingsOf(input);
  const written: string[] = [];
  const put = async (name: string, content: string) => {
    await writeFile(path.join(folder, name), content);
    written.push(path.join(folder, name));
  };
  try {
    await mkdir(path.join(folder, 'charts'), { recursive: true });
    await put('index.html', reportHtml(input, plots));
    for (const chart of plots.charts) await put(`charts/${chart.id}.html`, chartHtml(input, plots, chart));
    const csv = path.join(folder, 'metrics.csv');
    await pipeline(Readable.from(metricsCsv(plots)), createWriteStream(csv));
    written.push(csv);
    await put('metrics.json', `${JSON.stringify({ ...plots, verdict: verdictOf(findings), findings }, null, 1)}\n`);
  } catch (error) {
    throw new ObservatoryError('OBS_RUN_WRITE', `the report cannot be written into ${folder} (${messageOf(error)})`, {
      hint: 'check that the folder can be written and the disk has room',
      cause: error,
    });
  }
  return written;
}
