import { RE2JS } from 're2js';
import { Labels } from '../../model/labels.ts';
import { executionError } from '../engine/query-error.ts';
import type { SeriesMeta } from '../engine/operator.ts';
import { isValidUtf8 } from '../parser/go-quote.ts';

/**
 * `label_replace(v, dst, replacement, src, regex)`: sets `dst` where the whole of `src` matches.
 * @throws QueryError when the regex or the label is invalid.
 */
export function labelReplace(
  dst: string,
  replacement: string,
  src: string,
  regex: string,
): (meta: SeriesMeta) => SeriesMeta {
  const pattern = compile(regex);
  if (!isLabelName(dst)) throw executionError(`invalid destination label name in label_replace(): ${dst}`);
  const expand = parseTemplate(replacement);
  return (meta) => {
    const matcher = pattern.matcher(meta.labels.get(src));
    if (!matcher.matches()) return meta;
    const group = (reference: string): string => {
      const index = /^\d+$/.test(reference) ? Number(reference) : pattern.namedGroups()[reference];
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
    };
    return relabel(meta, dst, expand(group));
  };
}

/** `label_join(v, dst, separator, src…)`. */
export function labelJoin(
  dst: string,
  separator: string,
  sources: readonly string[],
): (meta: SeriesMeta) => SeriesMeta {
  const invalid = sources.find((source) => !isLabelName(source));
  if (invalid !== undefined) throw executionError(`invalid source label name in label_join(): ${invalid}`);
  if (!isLabelName(dst)) throw executionError(`invalid destination label name in label_join(): ${dst}`);
  return (meta) => relabel(meta, dst, sources.map((source) => meta.labels.get(source)).join(separator));
}

function relabel({ labels, dropName }: SeriesMeta, name: string, value: string): SeriesMeta {
  const pairs = labels.toMap();
  pairs.set(name, value);
  // A name that is set on purpose stays.
  return { labels: Labels.fromPairs(pairs), dropName: name === '__name__' ? false : dropName };
}

function isLabelName(name: string): boolean {
  return name !== '' && isValidUtf8(name);
}

function compile(regex: string): RE2JS {
  try {
    return RE2JS.compile(`^(?s:${regex})$`);
  } catch {
    throw executionError(`invalid regular expression in label_replace(): ${regex}`);
  }
}

/** Go's Regexp.Expand: `$1`, `$name`, `${1}x`; the longest run of word characters is the name; `$$` is a dollar. */
function parseTemplate(template: string): (group: (reference: string) => string) => string {
  const parts: { text: string; isReference: boolean }[] = [];
  const pattern = /\$(?:\$|\{(\w+)\}|(\w+))/g;
  let from = 0;
  for (const match of template.matchAll(pattern)) {
    parts.push({ text: template.slice(from, match.index), isReference: false });
    const reference = match[1] ?? match[2];
    parts.push(reference === undefined ? { text: '$', isReference: false } : { text: reference, isReference: true });
    from = match.index + match[0].length;
  }
  parts.push({ text: template.slice(from), isReference: false });
  return (group) => parts.map(({ text, isReference }) => (isReference ? group(text) : text)).join('');
}
