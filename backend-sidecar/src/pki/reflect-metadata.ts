/**
 * The three functions of the Reflect metadata proposal that @peculiar/x509's container (tsyringe) asks for when it is loaded.
 * The usual polyfill is 50 kB for what a map does. TODO: remove when @peculiar/x509 no longer needs tsyringe.
 */
type Target = object;
const store = new WeakMap<Target, Map<unknown, unknown>>();

function own(key: unknown, target: Target): unknown {
  return store.get(target)?.get(key);
}

function inherited(key: unknown, target: Target): unknown {
  for (let each: Target | null = target; each !== null; each = Object.getPrototypeOf(each) as Target | null) {
    if (store.get(each)?.has(key)) return own(key, each);
  }
  return undefined;
}

function define(key: unknown, value: unknown, target: Target): void {
  const known = store.get(target) ?? new Map<unknown, unknown>();
  store.set(target, known.set(key, value));
}

/** Puts them where there are none. */
export function provideReflectMetadata(): void {
  const reflect = Reflect as unknown as Record<string, unknown>;
  reflect.getMetadata ??= inherited;
  reflect.getOwnMetadata ??= own;
  reflect.defineMetadata ??= define;
}
