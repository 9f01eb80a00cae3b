/**
 * The value of a quoted string token, whose escapes the lexer has checked. Bytes named by `\x` and octal escapes that do
 * not form UTF-8 become lone surrogates U+DC80 to U+DCFF (see go-quote.ts), so that they can be refused or printed later.
 */
export function unquote(text: string): string {
  const body = text.slice(1, -1);
  if (text[0] === '`' || !body.includes('\\')) return body;
  const bytes: number[] = [];
  let out = '';
  const flush = () => {
    if (bytes.length > 0) out += decodeUtf8(bytes.splice(0));
  };
  for (let i = 0; i < body.length;) {
    if (body[i] !== '\\') {
      flush();
      out += body[i++];
      continue;
    }
    const letter = body[i + 1];
    if (letter === 'x') {
      bytes.push(parseInt(body.slice(i + 2, i + 4), 16));
      i += 4;
    } else if (letter >= '0' && letter <= '7') {
      bytes.push(parseInt(body.slice(i + 1, i + 4), 8));
      i += 4;
    } else {
      flush();
      const width = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
      out +=
        width > 0 ? String.fromCodePoint(parseInt(body.slice(i + 2, i + 2 + width), 16)) : (SIMPLE[letter] ?? letter);
      i += 2 + width;
    }
  }
  flush();
  return out;
}

const SIMPLE: Record<string, string> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: number[]): string {
  let out = '';
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i];
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    try {
      out += strict.decode(new Uint8Array(bytes.slice(i, i + length)));
      i += length;
    } catch {
      out += String.fromCharCode(0xdc00 + first);
      i++;
    }
  }
  return out;
}
