/** `data-testid` values that the tests in e2e/grafana rely on. */
export const testIds = {
  connection: {
    url: 'obs-connection-url',
    token: (key: string) => `obs-connection-${key}`,
    save: 'obs-connection-save',
    test: 'obs-connection-test',
    result: 'obs-connection-result',
  },
  rules: {
    page: 'obs-rules',
    rule: (name: string) => `obs-rule-${name}`,
    threshold: (name: string) => `obs-threshold-${name}`,
    message: 'obs-rules-message',
  },
} as const;
