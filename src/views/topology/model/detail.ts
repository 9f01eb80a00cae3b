import type { Mark } from './scene.ts';

/** The second line below the name of a node that is well: the one number that tells most about its kind. */
export function detailOf({ kind, node: { attributes } }: Pick<Mark, 'kind' | 'node'>): string | undefined {
  const counted = (name: string, one: string) => {
    const value = attributes[name];
    return typeof value === 'number' ? `${value.toLocaleString('en')} ${one}${value === 1 ? '' : 's'}` : undefined;
  };
  switch (kind) {
    case 'broker':
      return [attributes.leader === true ? 'leader' : undefined, counted('bundles', 'bundle')]
        .filter(Boolean)
        .join(', ');
    case 'bookie':
      return typeof attributes.rack === 'string' ? attributes.rack : undefined;
    case 'function':
      return counted('instances', 'instance');
    case 'function_worker':
      return attributes.leader === true ? 'leader' : undefined;
    case 'disk':
      return typeof attributes.usedPercent === 'number' ? `${attributes.usedPercent} % used` : undefined;
    case 'host':
      return counted('nodes', 'node');
    default:
      return undefined;
  }
}
