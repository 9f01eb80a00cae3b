/** Functions of Go's text/template and those that Prometheus adds; what each does is in builtins.ts and functions.ts. */
const NAMES = new Set(
  (
    'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge ' +
    'query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink ' +
    'sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp ' +
    'toTime toDuration now pathPrefix externalURL parseDuration urlQueryEscape tmpl'
  ).split(' '),
);

export function isFunctionName(name: string): boolean {
  return NAMES.has(name);
}
