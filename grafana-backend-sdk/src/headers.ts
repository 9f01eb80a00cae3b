/**
 * Headers of a request. Queries, health checks and streams bring a map in which the browser's HTTP headers carry the prefix
 * `http_` and a few of Grafana's own do not; resource calls bring plain HTTP headers with lists of values. Both read alike
 * here: names without prefix, in any case.
 */
export interface RequestHeaders {
  /** The first value of a header, whatever its case, with or without the prefix `http_`. */
  get(name: string): string | undefined;
  /** Every value of a header; empty where there is none. */
  all(name: string): readonly string[];
  /** Names as they arrived, without the prefix `http_`. */
  names(): readonly string[];
  /** Whether alerting asks: its queries have no dashboard, no variables and no user to show anything to. */
  readonly isFromAlert: boolean;
  /** Whether an answer from a cache is refused (`X-Cache-Skip`). */
  readonly skipsCache: boolean;
  /** Signed token (JWT) that says which user asks; its keys are at Grafana's `/api/signing-keys/keys`. */
  readonly grafanaId: string | undefined;
  /** What the datasource's settings tell to pass on: `Authorization`, `X-ID-Token`, `Cookie`. */
  forwarded(): Record<string, string>;
}

const PREFIX = 'http_';
const FORWARDED = ['Authorization', 'X-ID-Token', 'Cookie'] as const;

/** Headers of a query, a health check or a stream. */
export function headersOfMap(map: Readonly<Record<string, string>> | undefined): RequestHeaders {
  return requestHeaders(Object.entries(map ?? {}).map(([name, value]) => [withoutPrefix(name), [value]]));
}

/** Headers of a resource call. */
export function headersOfLists(lists: Readonly<Record<string, { values?: string[] }>> | undefined): RequestHeaders {
  return requestHeaders(Object.entries(lists ?? {}).map(([name, list]) => [name, list.values ?? []]));
}

function withoutPrefix(name: string): string {
  return name.slice(0, PREFIX.length).toLowerCase() === PREFIX ? name.slice(PREFIX.length) : name;
}

function requestHeaders(entries: readonly (readonly [string, readonly string[]])[]): RequestHeaders {
  const byName = new Map<string, { name: string; values: string[] }>();
  for (const [name, values] of entries) {
    const key = name.toLowerCase();
    const known = byName.get(key);
    if (known) known.values.push(...values);
    else byName.set(key, { name, values: [...values] });
  }
  const all = (name: string) => byName.get(withoutPrefix(name).toLowerCase())?.values ?? [];
  const get = (name: string): string | undefined => all(name)[0];
  const isTrue = (name: string) => get(name)?.toLowerCase() === 'true';
  return {
    get,
    all,
    names: () => [...byName.values()].map(({ name }) => name),
    isFromAlert: isTrue('FromAlert'),
    skipsCache: isTrue('X-Cache-Skip'),
    grafanaId: get('X-Grafana-Id'),
    forwarded: () =>
      Object.fromEntries(
        FORWARDED.flatMap((name) => {
          const value = get(name);
          return value === undefined ? [] : [[name, value] as const];
        }),
      ),
  };
}
