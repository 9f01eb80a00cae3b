import fc from 'fast-check';
import { parse } from 'yaml';
import { ombFiles } from './omb-arguments.ts';
import { redactYaml } from './redact-yaml.ts';

describe('a driver without its secrets', () => {
  const DRIVER = `name: Pulsar
driverClass: io.openmessaging.benchmark.driver.pulsar.PulsarBenchmarkDriver
client:
  serviceUrl: pulsar+ssl://user:hunter2@broker:6651
  ioThreads: 8
  authentication:
    plugin: org.apache.pulsar.client.impl.auth.AuthenticationToken
    data: token:abcdefghijkl
  # token: commented-out-secret
  tlsTrustCertsFilePath: /etc/ca.pem
  authParams: |
    {"tenantDomain":"multi","privateKey":"line-secret"}
producer:
  batchingEnabled: true
  tokenRefreshSeconds: 30
commonConfig: |
  bootstrap.servers=localhost:9092
  sasl.jaas.config=org.apache.kafka.PlainLoginModule required password="jaas-secret";
  ssl.key.password=props-secret
`;

  it('keeps what explains a result, and no secret', () => {
    const shown = redactYaml(DRIVER);
    for (const secret of [
      'hunter2',
      'abcdefghijkl',
      'commented-out-secret',
      'line-secret',
      'jaas-secret',
      'props-secret',
    ])
      expect(shown).not.toContain(secret);
    expect(parse(shown)).toMatchObject({
      name: 'Pulsar',
      client: {
        serviceUrl: 'pulsar+ssl://redacted@broker:6651',
        ioThreads: 8,
        authentication: { plugin: 'org.apache.pulsar.client.impl.auth.AuthenticationToken' },
        tlsTrustCertsFilePath: '/etc/ca.pem',
      },
      producer: { batchingEnabled: true, tokenRefreshSeconds: 30 },
    });
    expect(shown).toContain('bootstrap.servers=localhost:9092');
  });

  it('a value below a key of a secret is never shown, however it is written', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/]{12,40}$/).map((text) => `S${text}`);
    const key = fc.constantFrom(
      'password',
      'authParams',
      'token',
      'clientSecret',
      'sslKeyPassword',
      'api_key',
      'privateKey',
    );
    const form = fc.constantFrom<(key: string, value: string) => string>(
      (name, value) => `a:\n  ${name}: ${value}\n`,
      (name, value) => `a:\n  - ${name}: "${value}"\n`,
      (name, value) => `a: { b: 1, ${name}: '${value}' }\n`,
      (name, value) => `${name}: >\n  ${value}\n  more\n`,
      (name, value) => `${name}:\n  nested:\n    - ${value}\n`,
      (name, value) => `text: |\n  some.${name}=${value}\n`,
      (name, value) => `broken: [\n${name}: ${value}\n`,
      (name, value) => `a: 1\n---\n${name}: ${value}\n`,
    );
    fc.assert(
      fc.property(key, secret, form, (name, value, write) => {
        expect(redactYaml(write(name, value))).not.toContain(value);
      }),
    );
  });

  it('a workload stays as it is', () => {
    const workload =
      'name: 1-topic\ntopics: 1\nkeyDistributor: NO_KEY\npayloadFile: payload/1kb.data\nproducerRate: 50000\n';
    expect(redactYaml(workload)).toBe(workload);
  });
});

describe('files that a command line of OMB names', () => {
  it.each([
    ['bin/benchmark --drivers a.yaml,b.yaml w/100k.yaml', ['a.yaml', 'b.yaml'], ['w/100k.yaml']],
    ['bin/benchmark -d a.yaml -w http://x:8080,http://y:8080 w1.yaml w2.yml', ['a.yaml'], ['w1.yaml', 'w2.yml']],
    ['bin/benchmark --workers-file workers.yaml --drivers=a.yaml w.yaml -o out.json', ['a.yaml'], ['w.yaml']],
    ['sh -c echo x.yaml', [], []],
    ['kubectl apply -f x.yaml', [], []],
    ['bin/benchmark --drivers', [], []],
  ])('%s', (command, drivers, workloads) => {
    expect(ombFiles(command.split(' '))).toEqual({ drivers, workloads });
  });
});
