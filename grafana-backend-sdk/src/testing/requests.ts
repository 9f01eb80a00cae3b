/** Messages as Grafana sends them, with what a test does not care about filled in. */
import type { WireContext, WireDataSourceSettings, WireQuery } from '../wire/messages.ts';

export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** Bytes of a message as text, and as JSON. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
export const parsed = (bytes: Uint8Array): unknown => JSON.parse(textOf(bytes));

export interface ContextChanges extends Partial<Omit<WireContext, 'dataSourceInstanceSettings'>> {
  /** Settings of the datasource; `jsonData` as bytes: `json({ … })`. */
  datasource?: Partial<WireDataSourceSettings>;
}

/** A context of an Editor in organisation 1, with the datasource `ds-1`. */
export function pluginContext({ datasource, ...changes }: ContextChanges = {}): WireContext {
  return {
    orgId: 1,
    pluginId: 'test-datasource',
    pluginVersion: '1.0.0',
    userAgent: 'Grafana/12.3.0 (linux; amd64)',
    apiVersion: '',
    user: { login: 'ed', name: 'Ed Itor', email: 'ed@example.com', role: 'Editor' },
    appInstanceSettings: null,
    dataSourceInstanceSettings: {
      id: 1,
      uid: 'ds-1',
      name: 'Test',
      url: '',
      user: '',
      database: '',
      basicAuthEnabled: false,
      basicAuthUser: '',
      jsonData: json({}),
      decryptedSecureJsonData: {},
      lastUpdatedMS: 1_767_436_620_000,
      apiVersion: '',
      ...datasource,
    },
    grafanaConfig: { GF_APP_URL: 'http://127.0.0.1:3000/' },
    ...changes,
  };
}

/** A query of the last hour before `toEpochMS`. */
export function query(model: unknown, changes: Partial<WireQuery> = {}): WireQuery {
  const toEpochMS = 1_767_436_620_000;
  return {
    refId: 'A',
    queryType: '',
    maxDataPoints: 1_000,
    intervalMS: 15_000,
    timeRange: { fromEpochMS: toEpochMS - 3_600_000, toEpochMS },
    json: json(model),
    ...changes,
  };
}
