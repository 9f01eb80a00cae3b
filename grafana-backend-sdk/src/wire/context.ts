import { BackendError } from '../backend-error.ts';
import type { DataSourceInstanceSettings, AppInstanceSettings, JsonObject, PluginContext } from '../types.ts';
import type { WireAppSettings, WireContext, WireDataSourceSettings } from './messages.ts';

/** A request's context as handlers see it. Throws a BackendError (400) where settings are no JSON object. */
export function contextOf(wire: WireContext | null): PluginContext {
  if (!wire) throw new BackendError('the request came without a plugin context', { status: 400 });
  const { user, appInstanceSettings: app, dataSourceInstanceSettings: datasource, ...rest } = wire;
  return {
    ...rest,
    ...(user ? { user } : {}),
    ...(app ? { appInstanceSettings: appSettings(app) } : {}),
    ...(datasource ? { dataSourceInstanceSettings: datasourceSettings(datasource) } : {}),
  };
}

function appSettings({ jsonData, lastUpdatedMS, ...rest }: WireAppSettings): AppInstanceSettings {
  return { ...rest, lastUpdatedMs: lastUpdatedMS, jsonData: jsonObject(jsonData, "the app's jsonData") };
}

function datasourceSettings(wire: WireDataSourceSettings): DataSourceInstanceSettings {
  const { jsonData, lastUpdatedMS, ...rest } = wire;
  return {
    ...rest,
    lastUpdatedMs: lastUpdatedMS,
    jsonData: jsonObject(jsonData, `jsonData of the datasource "${wire.name}"`),
  };
}

/** The object in bytes of JSON; empty for no bytes and for null. `what` names it in the error. */
export function jsonObject(bytes: Uint8Array, what: string): JsonObject {
  const value = jsonValue(bytes, what) ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new BackendError(`${what} is no JSON object`, { status: 400 });
  return value as JsonObject;
}

/** The value in bytes of JSON; undefined for no bytes. */
export function jsonValue(bytes: Uint8Array, what: string): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown;
  } catch (error) {
    // The parser's own message quotes the text, and settings may hold what nobody should read in a log.
    throw new BackendError(`${what} is no JSON`, { status: 400, cause: error instanceof Error ? error.name : error });
  }
}
