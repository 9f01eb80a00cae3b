import type { Broker, World } from '../model/world.ts';

/** What a route gives back; `json` is printed as Pulsar prints it (compact). */
export type Answer =
  | { status: number; json: unknown }
  | { status: number; text: string; type?: string }
  | { status: 307; location: string }
  | { status: 204 }
  | { status: number; stream: Iterable<string> };

export interface RouteContext {
  world: World;
  /** Groups of the route's pattern, decoded. */
  params: string[];
  query: URLSearchParams;
  /** Body, parsed where it is JSON; undefined when empty or not JSON. */
  body: unknown;
  rawBody: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface BrokerContext extends RouteContext {
  broker: Broker;
}

export type Handler<C> = (context: C) => Answer | undefined;

export interface Route<C> {
  method: string;
  pattern: RegExp;
  handler: Handler<C>;
}

/** Declares a route: `:name` matches one segment, a trailing `*` the rest. */
export function route<C>(method: string, path: string, handler: Handler<C>): Route<C> {
  const source = path.replace(/:(\w+)/g, '([^/]+)').replace(/\*$/, '(.*)');
  return { method, pattern: new RegExp(`^${source}/?$`), handler };
}

/** Finds the route and runs it. Undefined when no path fits; 405 when only the method does not. */
export function dispatch<C extends RouteContext>(
  routes: readonly Route<C>[],
  method: string,
  path: string,
  context: Omit<C, 'params'>,
): Answer | undefined {
  let otherMethod = false;
  for (const entry of routes) {
    const match = entry.pattern.exec(path);
    if (!match) continue;
    if (entry.method !== method) {
      otherMethod = true;
      continue;
    }
    const answer = entry.handler({ ...context, params: match.slice(1).map(decodeSegment) } as C);
    if (answer) return answer;
  }
  return otherMethod ? { status: 405, text: 'Method Not Allowed' } : undefined;
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const text = (value: string, status = 200, type = 'application/json'): Answer => ({ status, text: value, type });
export const reason = (status: number, message: string): Answer => ({ status, json: { reason: message } });
export const done: Answer = { status: 204 };
