import { isMap, isPair, isScalar, isSeq, parseAllDocuments, type Node, type Pair } from 'yaml';

/** Keys whose values are secrets, in drivers of Pulsar, Kafka, RabbitMQ and others. */
const SECRET_KEY =
  /auth(entication)?[._-]?(params?|parameters|data)|token|passw(or)?d|passphrase|secret|credential|private[._-]?key|access[._-]?key|api[._-]?key|jaas/i;
const SECRET_LINE = new RegExp(
  `^([#\\s-]*[\\w."'-]*(?:${SECRET_KEY.source})[\\w."'-]*\\s*[=:][ \\t]*)(?![|>][ \\t]*$)\\S.*$`,
  'gim',
);
/** `https://user:password@host`, tokens as Pulsar writes them, JSON Web Tokens wherever they stand. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/(:\/\/)[^/\s:@]*:[^/\s@]+@/g, '$1redacted@'],
  [/\btoken:[^\s"',]{8,}/g, 'token:redacted'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, 'redacted'],
];

/** The text of a driver without secrets: what stays is for the report, and reports are mailed around. */
export function redactYaml(text: string): string {
  const documents = parseAllDocuments(text);
  const readable = Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
  if (readable) for (const { contents } of documents) redactNode(contents as Node | null);
  const shown = readable ? documents.map(String).join('') : text;
  return redactText(shown);
}

function redactNode(node: Node | Pair | null | undefined): void {
  if (isMap(node) || isSeq(node)) for (const item of node.items) redactNode(item as Node | Pair);
  else if (isPair(node)) {
    const { key, value } = node as Pair<Node, Node | null>;
    if (isScalar(key) && SECRET_KEY.test(String(key.value)) && value !== null && !isPlainSwitch(value)) {
      (node as Pair<Node, unknown>).value = 'redacted';
    } else redactNode(value);
  } else if (isScalar(node) && typeof node.value === 'string') node.value = redactText(node.value);
}

/** `useTokens: true`, `tokenTimeoutMs: 5000` tell nobody anything, and do explain a result. */
function isPlainSwitch(node: Node): boolean {
  return isScalar(node) && (typeof node.value === 'boolean' || typeof node.value === 'number');
}

/** Properties inside of texts, as Kafka's drivers have them, and comments. */
function redactText(text: string): string {
  const lines = text.replace(SECRET_LINE, (line: string, head: string) =>
    /[=:]\s*(true|false|\d+|redacted|\{\}|null|~|"")?\s*$/i.test(line) ? line : `${head}redacted`,
  );
  return SECRET_TEXT.reduce((shown, [pattern, replacement]) => shown.replace(pattern, replacement), lines);
}
