/** The oldest sidecar that answers what this plugin asks. */
export const OLDEST_SIDECAR = '0.1.0';

/** Whether a version is older. One that is none, or of a build by hand (`0.0.0-dev`), is taken for new. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [numbersOf(version), numbersOf(than)];
  if (!own || !other || version.startsWith('0.0.0')) return false;
  for (let i = 0; i < other.length; i++) if (own[i] !== other[i]) return own[i] < other[i];
  return false;
}

function numbersOf(version: string): [number, number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}
