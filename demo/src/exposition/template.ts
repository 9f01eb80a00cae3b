/**
 * Templates of exposition bodies, derived from recorded ones by demo/tools/make-templates.mjs. One line each:
 *
 *   #s name type                              a TYPE line; s is the scope
 *   ?s name text                              a HELP line
 *   s head \t values \t format [\t slopes]    samples
 *   @instances                                where the function instances' blocks go
 *
 * Scopes: g once, t per topic, s per subscription, n per namespace, m per namespace as one block (BookKeeper client style),
 * f per function instance as one block. `head` is the metric with its labels, `$x$` a placeholder, `<a|b>` alternatives that
 * unfold into a line each; values and slopes (units per second of uptime) follow the alternatives, one value for all alike.
 * Formats: j Java double, i integer, p three decimals, c seconds since the process' start shown as an epoch time.
 */
export type Scope = 'g' | 't' | 's' | 'n' | 'm' | 'f';
export type Format = 'j' | 'i' | 'p' | 'c';

export interface SampleRow {
  kind: 'sample';
  scope: Scope;
  name: string;
  /** One head per alternative, placeholders still in it. */
  heads: string[];
  /** The alternatives' label values, parallel to `heads`; [''] when the row has none. */
  alternatives: string[];
  values: string[];
  slopes: number[];
  format: Format;
}

export type TemplateRow =
  SampleRow | { kind: 'type' | 'help'; scope: Scope; name: string; text: string } | { kind: 'instances' };

/** Parses a template; the text is ours, so a bad line is a bug and throws. */
export function parseTemplate(text: string): TemplateRow[] {
  return text.split('\n').map((line) => {
    if (line === '@instances') return { kind: 'instances' };
    if (line[0] === '#' || line[0] === '?') {
      const rest = line.slice(3);
      return {
        kind: line[0] === '#' ? 'type' : 'help',
        scope: line[1] as Scope,
        name: rest.slice(0, rest.indexOf(' ')),
        text: rest,
      };
    }
    return parseSampleRow(line);
  });
}

function parseSampleRow(line: string): SampleRow {
  const [head, values, format, slopes] = line.slice(2).split('\t');
  const brace = head.indexOf('{');
  const choice = /="<([^>]*)>"/.exec(head);
  const alternatives = choice ? choice[1].split('|') : [''];
  const spread = (list: string[]): string[] =>
    list.length === alternatives.length ? list : alternatives.map(() => list[0]);
  return {
    kind: 'sample',
    scope: line[0] as Scope,
    name: brace < 0 ? head : head.slice(0, brace),
    heads: choice ? alternatives.map((a) => head.replace(choice[0], `="${a}"`)) : [head],
    alternatives,
    values: spread(values.split('|')),
    slopes: slopes ? spread(slopes.split('|')).map(Number) : alternatives.map(() => 0),
    format: format as Format,
  };
}

/** Replaces `$key$` by its value; keys that are not given stay. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)\$/g, (whole, key: string) => values[key] ?? whole);
}

/** The value of one label in a head. */
export function labelOf(head: string, key: string): string | undefined {
  return new RegExp(`[{,]\\s*${key}="([^"]*)"`).exec(head)?.[1];
}
