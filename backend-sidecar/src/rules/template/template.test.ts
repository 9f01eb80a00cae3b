/** Templates as Prometheus writes them; what is expected was written by promtool 2.42, which prometheus.test.ts repeats. */
import { Labels } from '../../model/labels.ts';
import { AlertTemplate } from './alert-template.ts';
import { parseTemplate } from './parse.ts';

const T = Labels.fromObject({ __name__: 't', instance: 'a.b.c:90', job: 'x' });

async function expand(text: string, value = 60): Promise<string> {
  return new AlertTemplate('A', text).expand(
    {
      labels: T,
      value,
      externalLabels: Labels.fromObject({ region: 'eu' }),
      externalUrl: 'http://host:7480/sub',
      timeMs: 60_000,
      query: (query) =>
        query === 't'
          ? Promise.resolve([
              { labels: T, value: 60 },
              { labels: T.with('job', 'a'), value: 1.5 },
            ])
          : Promise.resolve([]),
    },
    () => {},
  );
}

describe('templates', () => {
  it.each([
    ['no action', 'no action'],
    ['{{ $labels.instance }} is {{ $value }}', 'a.b.c:90 is 60'],
    ['{{ $labels.nope }}|{{ $externalLabels.region }}|{{ $externalURL }}', '|eu|http://host:7480/sub'],
    ['{{ $value | humanize }} {{ 1000000.0 }} {{ 100000000000.0 }} {{ 0.00001 }}', '60 1e+06 1e+11 1e-05'],
    ['{{ printf "%.2f %v %d %s %q" $value $value 5 "x" "y" }}', '60.00 60 5 x "y"'],
    [
      '{{ printf "%5.1f|%-6d|%06.2f|%+d|%x|%e|%g" 1.25 3 1.5 4 255 12345.678 1e21 }}',
      '  1.2|3     |001.50|+4|ff|1.234568e+04|1e+21',
    ],
    [
      '{{ printf "%.1f %.0f %.0f %.3e %.4g" 1.35 0.5 1.5 1.0005 1234.5 }} {{ humanize 1234.5 }} {{ humanize 1023.5 }}',
      '1.4 0 2 1.000e+00 1234 1.234k 1.024k',
    ],
    [
      '{{ printf "%d" $value }} {{ printf "%s" 5 }} {{printf "%v"}} {{ printf "a" 1 }}',
      '%!d(float64=60) %!s(int=5) %!v(MISSING) a%!(EXTRA int=1)',
    ],
    [
      '{{ $labels }} {{ humanizeTimestamp $value }} {{ toTime 1.5 }} {{ len $labels }}',
      'map[__name__:t instance:a.b.c:90 job:x] 1970-01-01 00:01:00 +0000 UTC 1970-01-01 00:00:01.5 +0000 UTC 3',
    ],
    [
      '{{ "abc" | reReplaceAll "b" "x" | title }} {{ args 1 2 "a" }} {{ parseDuration "1h" }}',
      'Axc map[arg0:1 arg1:2 arg2:a] 3600',
    ],
    ['{{ and 1 0 }} {{ or 0 "x" }} {{ not 1 }} {{ and true "y" }}', '0 x false y'],
    [
      '{{ stripPort "a.b.c:90" }} {{ stripDomain "a.b.c:90" }} {{ stripDomain "10.0.0.1:80" }} {{ stripPort "[::1]:80" }} {{ stripDomain "a.b" }}',
      'a.b.c a:90 10.0.0.1:80 ::1 a',
    ],
    [
      '{{ define "x" }}[{{ . }}]{{ end }}{{ template "x" 5 }}{{ template "x" $value }}{{ template "x" }}',
      '[5][60][<no value>]',
    ],
    ['{{ block "y" $value }}<{{ . }}>{{ end }}', '<60>'],
    [
      '{{ eq 1 2 3 1 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ le 1.0 1.0 }} {{ 0x10 }} {{ \'a\' }} {{ 1e3 }} {{ true }}',
      'true true true true 16 97 1000 true',
    ],
    [
      '{{ humanize 0.00012345 }} {{ humanize 123456789 }} {{ humanize1024 123456789 }} {{ humanizePercentage 0.123456 }}',
      '123.4u 123.5M 117.7Mi 12.35%',
    ],
    [
      '{{ humanizeDuration 98765 }} {{ humanizeDuration 0.00123 }} {{ humanizeDuration -61 }} {{ humanizeDuration 0 }} {{ humanize "12.5" }}',
      '1d 3h 26m 5s 1.23ms -1m 1s 0s 12.5',
    ],
    [
      '{{ safeHtml "<b>" }} {{ html "<b>" }} {{ js "\'" }} {{ urlquery "a b&c" }} {{ urlQueryEscape "a b" }}',
      "<b> &lt;b&gt; \\' a+b%26c a+b",
    ],
    ['{{ print 1 2 "a" "b" 3 4 }} {{ println 1 "a" }}', '1 2ab3 4 1 a\n'],
    ['{{ with $labels }}{{ .job }}{{ else }}none{{ end }}{{ with $labels.nope }}a{{ else }}b{{ end }}', 'xb'],
    [
      '{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ end }}{{- /* c */ -}} end',
      '__name__=t instance=a.b.c:90 job=x end',
    ],
    ['{{ $x := 5 }}{{ range $i, $e := query "t" }}{{ $x = $i }}{{ .Value }} {{ end }}{{ $x }}', '60 1.5 1'],
    ['{{ range query "t" }}{{ if eq .Value 60.0 }}{{ continue }}{{ end }}{{ .Labels.job }}{{ end }}', 'a'],
    ['{{ range query "none" }}x{{ else }}empty{{ end }}', 'empty'],
    ['{{ range sortByLabel "job" (query "t") }}{{ label "job" . }} {{ end }}', 'a x '],
    [
      '{{ index (query "t") 0 }} {{ len (query "t") }} {{ (query "t" | first).Value }} {{ query "t" | first | value }} {{ query "t" | first | label "job" }}',
      '{map[__name__:t instance:a.b.c:90 job:x] 60} 2 60 60 x',
    ],
    ['{{ slice "abcdef" 1 3 }}{{ index $labels "job" }}', 'bcx'],
    [
      '{{ graphLink "up{a=\\"b c\\"}" }} {{ tableLink "up" }} {{ externalURL }} {{ pathPrefix }}',
      '/graph?g0.expr=up%7Ba%3D%22b+c%22%7D&g0.tab=0 /graph?g0.expr=up&g0.tab=1 http://host:7480/sub /sub',
    ],
    [
      '{{ (toTime 0).Format "2006-01-02T15:04:05Z07:00" }} {{ (toTime 86400).Weekday }} {{ toDuration 90 }}',
      '1970-01-01T00:00:00Z Friday 1m30s',
    ],
    ['{{- " a " -}}  b  {{- "c" }}', ' a bc'],
    ['{{ if gt $value 100.0 }}high{{ else if gt $value 50.0 }}mid{{ else }}low{{ end }}', 'mid'],
    ['{{ match "a.*c" $labels.instance }} {{ toUpper "a" }}{{ toLower "B" }}', 'true Ab'],
  ])('%s', async (text, wanted) => {
    expect(await expand(text)).toBe(wanted);
  });

  it.each([
    [
      '{{ first (query "nope") }}',
      '1:115: executing "__alert_A" at <first (query "nope")>: error calling first: first() called on vector with no elements',
    ],
    [
      '{{ if gt $value 5 }}x{{ end }}',
      '1:118: executing "__alert_A" at <gt $value 5>: error calling gt: incompatible types for comparison',
    ],
    ['{{ toUpper 5 }}', '1:123: executing "__alert_A" at <5>: expected string; found 5'],
    [
      '{{ $labels.instance.foo }}',
      '1:122: executing "__alert_A" at <$labels.instance.foo>: can\'t evaluate field foo in type string',
    ],
    [
      '{{ humanize "abc" }}',
      '1:115: executing "__alert_A" at <humanize "abc">: error calling humanize: strconv.ParseFloat: parsing "abc": invalid syntax',
    ],
    [
      '{{ index (query "t") 4 }}',
      '1:115: executing "__alert_A" at <index (query "t") 4>: error calling index: index out of range: 4',
    ],
    ['{{ nil }}', '1:115: executing "__alert_A" at <nil>: nil is not a command'],
    ['{{ template "nope" }}', '1:124: executing "__alert_A" at <{{template "nope"}}>: template "nope" not defined'],
  ])('%s writes its error', async (text, wanted) => {
    expect(await expand(text)).toBe(
      `<error expanding template: error executing template __alert_A: template: __alert_A:${wanted}>`,
    );
  });

  it.each([
    ['{{ foo }}', 'template: n:1: function "foo" not defined'],
    ['{{ $x }}', 'template: n:1: undefined variable "$x"'],
    ['a\n{{ if }}{{ end }}', 'template: n:2: missing value for if'],
    ['{{ if 1 }}', 'template: n:1: unexpected EOF'],
    ['{{ end }}', 'template: n:1: unexpected {{end}}'],
    ['{{ "abc }}', 'template: n:1: unterminated quoted string'],
    ['{{ 1', 'template: n:1: unclosed action'],
    ['{{ (1 }}', 'template: n:1: unclosed left paren'],
    ['{{ /* x }}', "template: n:1: unrecognized character in action: U+002F '/'"],
    ['{{/* x }}', 'template: n:1: unclosed comment'],
    ['{{ break }}', 'template: n:1: {{break}} outside {{range}}'],
  ])('%s is refused', (text, message) => {
    expect(() => parseTemplate(text, 'n')).toThrow(message);
  });

  it('stops what does not end', async () => {
    const nested = '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}';
    expect(await expand(nested)).toContain('exceeded maximum template depth');
    expect(
      await expand('{{ range $i := 90000 }}{{ range $j := 90000 }}xxxxxxxxxxxxxxxxxxxx{{ end }}{{ end }}'),
    ).toContain('writes more than');
  });
});
