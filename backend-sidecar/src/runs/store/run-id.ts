/** Words that are addresses of something else below `/runs`. */
const RESERVED = new Set(['compare']);

/** `Exp 7, 2 brokers` at a time becomes `Exp-7-2-brokers-20261122T161803`; a number is added while that is taken. */
export function newRunId(name: string, timeMs: number, taken: (id: string) => boolean): string {
  const stamp = new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return freeRunId(`${words(name)}-${stamp}`, taken);
}

/** The id itself, or with a number behind it while it is taken. */
export function freeRunId(wanted: string, taken: (id: string) => boolean): string {
  const id = words(wanted, 96);
  if (!taken(id) && !RESERVED.has(id)) return id;
  for (let number = 2; ; number++) if (!taken(`${id}-${number}`)) return `${id}-${number}`;
}

function words(text: string, length = 75): string {
  const word = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, length);
  return word === '' ? 'run' : word;
}
