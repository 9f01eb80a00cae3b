import { parseAgentConfig } from './config.ts';

const parsed = (yaml: string) => () => parseAgentConfig(`agent: a\nurl: http://127.0.0.1:7480\n${yaml}`, '/tmp');

describe('what could be taken for an option, a path or a shell is refused', () => {
  it.each([
    ['a unit', 'systemd: { services: [{ name: s, unit: "-H evil" }] }'],
    ['a unit with an option', 'systemd: { services: [{ name: s, unit: --force }] }'],
    ['a unit with a path', 'systemd: { services: [{ name: s, unit: ../../etc/x.service }] }'],
    ['a container', 'docker: { services: [{ name: s, container: -v }] }'],
    ['a container with a query', 'docker: { services: [{ name: s, container: "x?force=1" }] }'],
    ['a namespace', 'kubernetes: { services: [{ name: s, namespace: ../kube-system, kind: pod, workload: w }] }'],
    ['a workload', 'kubernetes: { services: [{ name: s, namespace: n, kind: pod, workload: "w/eviction" }] }'],
    ['a journal unit', 'logs: { journald: { units: [--output=export] } }'],
    ['a service', 'supervised: [{ name: ../s, command: [/bin/true] }]'],
    ['a service like an option', 'supervised: [{ name: -s, command: [/bin/true] }]'],
    ['a program like an option', 'supervised: [{ name: s, command: [-x] }]'],
    ['no program', 'supervised: [{ name: s, command: [""] }]'],
    ['a zero byte', 'commands: [{ name: c, command: [/bin/echo, "a\\0b"] }]'],
    ['a variable', 'supervised: [{ name: s, command: [/bin/true], env: { "A=B;C": x } }]'],
  ])('%s', (_what, yaml) => {
    expect(parsed(yaml)).toThrow(expect.objectContaining({ code: 'OBS_AGENT_CONFIG' }) as Error);
  });
});

it('takes what is plain', () => {
  const config = parsed('systemd: { services: [{ name: s, unit: pulsar-broker@1.service }] }')();
  expect(config.systemd.services[0].unit).toBe('pulsar-broker@1.service');
});

it('refuses to speak to another host without encryption, and two services of one name', () => {
  expect(() => parseAgentConfig('agent: a\nurl: http://sidecar:7480', '/tmp')).toThrow('not encrypted');
  const twice = 'supervised: [{ name: s, command: [/bin/true] }]\ndocker: { services: [{ name: s, container: c }] }';
  expect(parsed(twice)).toThrow('two services');
});
