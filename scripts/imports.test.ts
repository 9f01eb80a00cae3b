/**
 * Arrows of import point downwards only (ARCHITECTURE.md). Reads every source file's import statements and checks the
 * workspace it may reach, and inside the sidecar the module it may reach.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** Workspace -> workspaces it may import. */
const WORKSPACES: Record<string, string[]> = {
  protocol: [],
  src: ['protocol'],
  'grafana-backend-sdk': [],
  'backend-datasource': ['protocol', 'grafana-backend-sdk'],
  'backend-sidecar': ['protocol'],
  'worker-agent': ['protocol'],
  demo: ['protocol'],
  console: ['protocol', 'src'],
  cli: ['protocol', 'backend-sidecar', 'worker-agent', 'demo'],
  bench: ['protocol', 'src', 'backend-sidecar', 'demo', 'grafana-backend-sdk', 'backend-datasource', 'worker-agent'],
};

/** Sidecar module -> modules it may import; `main` and `http` see everything and are not listed. */
const SIDECAR: Record<string, string[]> = {
  util: [],
  wasm: [],
  model: ['util'],
  storage: ['model', 'util'],
  config: ['model', 'util'],
  'http-client': ['config', 'model', 'util'],
  pulsar: ['http-client', 'config', 'model', 'util'],
  discovery: ['http-client', 'config', 'pulsar', 'model', 'util'],
  tsdb: ['storage', 'model', 'util', 'wasm'],
  scrape: ['storage', 'config', 'discovery', 'http-client', 'model', 'util', 'wasm'],
  canonical: ['storage', 'model', 'util'],
  promql: ['storage', 'model', 'util', 'wasm'],
  remote: ['storage', 'config', 'http-client', 'model', 'util'],
  stream: ['storage', 'model', 'util'],
  export: ['promql', 'storage', 'model', 'util'],
  frames: ['promql', 'storage', 'model', 'util'],
  events: ['util'],
  nodes: ['scrape', 'discovery', 'events', 'config', 'storage', 'model', 'util'],
  topology: ['discovery', 'pulsar', 'events', 'http-client', 'config', 'storage', 'model', 'util'],
  topics: ['pulsar', 'discovery', 'http-client', 'config', 'storage', 'model', 'util'],
  rules: ['storage', 'promql', 'discovery', 'http-client', 'config', 'model', 'util'],
  doctor: ['canonical', 'rules', 'promql', 'storage', 'model', 'util'],
  recording: ['scrape', 'tsdb', 'canonical', 'topology', 'events', 'storage', 'model', 'util'],
  analysis: ['topology', 'events', 'canonical', 'promql', 'storage', 'model', 'util', 'wasm'],
  runs: ['analysis', 'events', 'storage', 'model', 'util'],
  observe: ['util'],
  logs: ['util'],
  pki: ['util'],
  agents: ['logs', 'storage', 'model', 'util'],
  recovery: ['control', 'agents', 'events', 'config', 'storage', 'model', 'util'],
  control: ['topology', 'pulsar', 'discovery', 'http-client', 'agents', 'events', 'config', 'storage', 'model', 'util'],
};

function sourceFiles(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const relative = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'assembly', 'testdata'].includes(entry.name)) found.push(...sourceFiles(relative));
    } else if (/\.tsx?$/.test(entry.name) && !/\.(test|gen)\.tsx?$/.test(entry.name)) {
      found.push(relative);
    }
  }
  return found;
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]);
}

/** Repository-relative path of an import, or undefined for an npm or Node module. */
function resolve(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  const workspace = /^@observatory\/([^/]+)/.exec(specifier)?.[1];
  return workspace && `${workspace}/`;
}

describe('imports', () => {
  it.each(Object.entries(WORKSPACES))('%s imports only what lies below it', (workspace, allowed) => {
    const wrong = sourceFiles(workspace).flatMap((file) =>
      importsOf(file)
        .map((specifier) => resolve(file, specifier))
        .filter((target): target is string => target !== undefined)
        .map((target) => target.split('/')[0])
        .filter((target) => target !== workspace && !allowed.includes(target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(SIDECAR))('sidecar module %s imports only what lies below it', (module, allowed) => {
    const prefix = 'backend-sidecar/src/';
    const moduleOf = (file: string) => file.slice(prefix.length).split('/')[0].replace(/\.ts$/, '');
    const wrong = sourceFiles('backend-sidecar/src')
      .filter((file) => moduleOf(file) === module && !file.includes('/testing/'))
      .flatMap((file) =>
        importsOf(file)
          .map((specifier) => resolve(file, specifier))
          .filter((target): target is string => target?.startsWith(prefix) ?? false)
          .map(moduleOf)
          .filter((target) => target !== module && !allowed.includes(target))
          .map((target) => `${file} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('views stay host-neutral: no Node module, no Grafana runtime', () => {
    const wrong = sourceFiles('src/views').flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('node:') || specifier === '@grafana/runtime')
        .map((specifier) => `${file} -> ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});
