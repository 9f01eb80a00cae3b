/** docker-compose.yaml cannot be run where there is no container engine; what can be checked without one is checked here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from '@observatory/backend-sidecar/config/index';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Service {
  build?: { context: string; dockerfile: string; target: string };
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  network_mode?: string;
  ports?: string[];
  secrets?: string[];
  volumes?: string[];
}
interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { environment: string }>;
  volumes: Record<string, unknown>;
}

const text = read('docker-compose.yaml');
const compose = parse(text) as Compose;
const services = Object.entries(compose.services);
const example = new Map(
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);
const variables = [...text.replace(/^\s*#.*$/gm, '').matchAll(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g)];

/** `${NAME:-value}` as it is without a .env. */
const withDefaults = (value: string) => value.replace(/\$\{[A-Z_]+(?::-([^}]*)|[^}]*)\}/g, '$1');

describe('docker-compose.yaml', () => {
  it('names every variable in .env.example, with the same default', () => {
    expect(new Set(variables.map(([, name]) => name))).toEqual(new Set(example.keys()));
    for (const [, name, kind, value] of variables) {
      if (kind === '-') expect([name, example.get(name)]).toEqual([name, value]);
      else expect([name, kind, example.get(name)]).toEqual([name, '?', '']);
    }
  });

  it.each(services)('%s: what it refers to is there', (_name, { build, volumes = [], secrets = [], network_mode }) => {
    if (build) {
      expect(existsSync(path.join(root, build.context, build.dockerfile))).toBe(true);
      expect(read(build.dockerfile)).toMatch(new RegExp(`^FROM .* AS ${build.target}$`, 'm'));
    }
    for (const volume of volumes.map(withDefaults)) {
      const [source] = volume.split(':');
      if (source.startsWith('.')) expect([source, existsSync(path.join(root, source))]).toEqual([source, true]);
      else expect(compose.volumes).toHaveProperty(source);
    }
    for (const secret of secrets) expect(example.has(compose.secrets[secret].environment)).toBe(true);
    if (network_mode) expect(compose.services).toHaveProperty(network_mode.replace('service:', ''));
  });

  it.each(services)('%s: listens on loopback only and says how it does', (_name, { ports = [], healthcheck }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(healthcheck?.test[0]).toBe('CMD');
  });

  it('gives Grafana everything that the provisioning files name', () => {
    const given = compose.services.grafana.environment ?? {};
    for (const folder of ['plugins', 'datasources']) {
      for (const file of readdirSync(path.join(root, 'provisioning', folder))) {
        const wanted = [...read(`provisioning/${folder}/${file}`).matchAll(/\$([A-Z][A-Z_]+)/g)].map(
          ([, name]) => name,
        );
        expect(Object.keys(given)).toEqual(expect.arrayContaining(wanted));
      }
    }
  });

  it('allows every plugin of the app by name', () => {
    const ids = readdirSync(path.join(root, 'src'), { recursive: true })
      .map(String)
      .filter((file) => path.basename(file) === 'plugin.json')
      .map((file) => (JSON.parse(read(`src/${file}`)) as { id: string }).id);
    const { GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: allowed = '' } = compose.services.grafana.environment ?? {};
    expect(allowed.split(',')).toEqual(expect.arrayContaining(ids));
    expect(allowed).not.toContain(' ');
  });
});

describe('docker/Dockerfile', () => {
  const dockerfile = read('docker/Dockerfile');

  it('copies what exists: every workspace’s manifest before the install, the results after it', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
    const sources = [...dockerfile.matchAll(/^COPY --from=build (.*) \S+$/gm)].flatMap(([, files]) => files.split(' '));
    for (const source of sources.map((file) => file.replace('/src/', ''))) {
      const isBuilt = source.includes('dist');
      expect([source, isBuilt || existsSync(path.join(root, source))]).toEqual([source, true]);
    }
  });

  it.each(['docker/demo.yaml', 'docker/pulsar.yaml'])('%s is a valid configuration of the sidecar', async (file) => {
    const config = await loadConfig(path.join(root, file));
    expect(config.listen).toMatchObject({ port: 7480 });
    expect(config.auth.allow_hosts).toContain('sidecar');
  });
});
