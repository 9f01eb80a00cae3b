import { GoStruct, typeName, type GoValue } from './value.ts';

/** A field of a struct or an entry of a map; undefined when the value can have none of that name. */
export function fieldOf(value: GoValue, name: string): GoValue | undefined {
  if (value instanceof GoStruct) return value.fields.get(name);
  if (value instanceof Map)
    return (value as ReadonlyMap<string, GoValue>).get(name) ?? (typeName(value) === 'map[string]string' ? '' : null);
  return undefined;
}

/** Why `fieldOf` found nothing, in Go's words. */
export function fieldProblem(value: GoValue, name: string): string {
  if (value === null) return `nil data; no entry for key ${JSON.stringify(name)}`;
  return `can't evaluate field ${name} in type ${typeName(value)}`;
}
