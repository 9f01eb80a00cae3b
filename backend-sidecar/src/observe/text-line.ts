/** `10:15:02.123 info  sentence  key=value`: a JSON log line as people read it. What is no JSON passes as it is. */
export function textLine(json: string): string {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return json;
  }
  const { time, level, msg, ...rest } = fields;
  const pairs = Object.entries(rest).map(([name, value]) => `${name}=${valueText(value)}`);
  const head = `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${oneLine(String(msg ?? ''))}`;
  return `${pairs.length === 0 ? head : `${head}  ${pairs.join(' ')}`}\n`;
}

function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[\w./:@%+-]+$/.test(value) ? value : JSON.stringify(value);
}

/** A message from outside must not forge a second line. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, (character) => (character === '\n' ? ' | ' : ' '));
}
