/** Go's Regexp.Expand templates: `$1`, `$name`, `${1}`, `${name}`, `$$`; an unknown group is empty. */
export type TemplatePart = string | { group: number | string };

/** Splits a template once, so that expanding it costs a join. A `$` that begins no name is a plain `$`. */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  for (let i = 0; i < template.length; i++) {
    if (template[i] !== '$') {
      literal += template[i];
      continue;
    }
    if (template[i + 1] === '$') {
      literal += '$';
      i++;
      continue;
    }
    const match = /^(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/u.exec(template.slice(i + 1));
    if (!match) {
      literal += '$';
      continue;
    }
    if (literal !== '') parts.push(literal);
    literal = '';
    const name = match[1] ?? match[2];
    parts.push({ group: /^(0|[1-9]\d{0,7})$/.test(name) ? Number(name) : name });
    i += match[0].length;
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

/** Joins the parts with what `group` gives for each reference. */
export function expandTemplate(parts: readonly TemplatePart[], group: (reference: number | string) => string): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : group(part.group);
  return text;
}
