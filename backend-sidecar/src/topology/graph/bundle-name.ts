/** `tenant/namespace/0x40000000_0x80000000`; old namespaces have three parts before the range. */
export interface BundleName {
  name: string;
  namespace: string;
  range: string;
  low: number;
  /** Exclusive, save for the last bundle, whose upper end belongs to it. */
  high: number;
}

export function bundleName(name: string): BundleName {
  const cut = name.lastIndexOf('/');
  const range = name.slice(cut + 1);
  const [low, high] = range.split('_').map(Number);
  return { name, namespace: name.slice(0, cut), range, low, high: high === 0xffffffff ? 0x1_0000_0000 : high };
}
