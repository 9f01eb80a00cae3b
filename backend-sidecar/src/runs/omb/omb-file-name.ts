/** OMB names files `{workload}-{driver}-{yyyy-MM-dd-HH-mm-ss}.json`; the time is that of the end, in an unknown zone. */
const END = /-(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})(?:\.json)?$/;

/** `2021-02-05 22:34:17`, or undefined when the name says nothing (`-o` replaces it). */
export function endOfFileName(fileName: string): string | undefined {
  const match = END.exec(fileName);
  if (!match) return undefined;
  const text = `${match[1]} ${match[2]}:${match[3]}:${match[4]}`;
  return Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)) ? undefined : text;
}
