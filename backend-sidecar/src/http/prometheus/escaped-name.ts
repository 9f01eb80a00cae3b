/**
 * UTF-8 label names in a URL path come escaped: `U__` and then `_hex_` for each odd character, `__` for an underscore.
 * Source of the scheme: prometheus/common model.UnescapeName with ValueEncodingEscaping. What is not a valid escape is
 * taken as the name itself, as there.
 */
export function unescapeLabelName(name: string): string {
  if (!name.startsWith('U__')) return name;
  const escaped = name.slice(3);
  let text = '';
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] !== '_') {
      text += escaped[i];
      continue;
    }
    if (escaped[i + 1] === '_') {
      text += '_';
      i++;
      continue;
    }
    const match = /^_([0-9a-fA-F]{1,6})_/.exec(escaped.slice(i, i + 8));
    const point = match ? Number.parseInt(match[1], 16) : Number.NaN;
    if (!match || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return name;
    text += String.fromCodePoint(point);
    i += match[0].length - 1;
  }
  return text;
}
