import { headersOfLists, headersOfMap } from './headers.ts';

describe('headers of queries, health checks and streams', () => {
  it('are found with and without the prefix, in any case', () => {
    const headers = headersOfMap({ 'http_X-Panel-Id': '4', 'HTTP_x-dashboard-uid': 'abc', Authorization: 'Bearer t' });
    expect(headers.get('x-panel-id')).toBe('4');
    expect(headers.get('http_X-Panel-Id')).toBe('4');
    expect(headers.get('X-Dashboard-Uid')).toBe('abc');
    expect(headers.get('X-Missing')).toBeUndefined();
    expect(headers.names()).toEqual(['X-Panel-Id', 'x-dashboard-uid', 'Authorization']);
  });

  it('tell an alert rule, a refused cache and a signed user', () => {
    const alert = headersOfMap({ FromAlert: 'true', 'X-Cache-Skip': 'true' });
    expect([alert.isFromAlert, alert.skipsCache, alert.grafanaId]).toEqual([true, true, undefined]);
    const panel = headersOfMap({ 'http_X-Cache-Skip': 'true', 'http_X-Grafana-Id': 'jwt' });
    expect([panel.isFromAlert, panel.skipsCache, panel.grafanaId]).toEqual([false, true, 'jwt']);
    expect(headersOfMap({ FromAlert: 'false' }).isFromAlert).toBe(false);
  });

  it('are passed on only where the settings of the datasource say so', () => {
    const headers = headersOfMap({ Authorization: 'Bearer t', 'X-ID-Token': 'id', 'http_X-Panel-Id': '4' });
    expect(headers.forwarded()).toEqual({ Authorization: 'Bearer t', 'X-ID-Token': 'id' });
    expect(headersOfMap(undefined).forwarded()).toEqual({});
  });

  it('survive names that objects have', () => {
    expect(headersOfMap({}).get('constructor')).toBeUndefined();
    expect(headersOfMap(JSON.parse('{"__proto__":"x"}') as Record<string, string>).get('__proto__')).toBe('x');
  });
});

describe('headers of resource calls', () => {
  it('keep every value', () => {
    const headers = headersOfLists({ Accept: { values: ['a', 'b'] }, accept: { values: ['c'] }, Empty: {} });
    expect(headers.all('ACCEPT')).toEqual(['a', 'b', 'c']);
    expect(headers.get('accept')).toBe('a');
    expect(headers.get('empty')).toBeUndefined();
  });
});
