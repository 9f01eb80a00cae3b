// Bundles the Node programs and the console with esbuild, the Grafana app with webpack. npm packages stay external for
// benches and scripts; the command and the console hold everything they need. `node scripts/build.mjs` builds all,
// `... cli console` only what is named.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** npm packages of a workspace and of every @observatory workspace it imports: what stays external. */
export function externalPackages() {
  const names = new Set();
  for (const workspace of [
    'protocol',
    'grafana-backend-sdk',
    'backend-datasource',
    'backend-sidecar',
    'worker-agent',
    'demo',
    'cli',
    'bench',
    'e2e',
    '.',
  ]) {
    const file = path.join(root, workspace, 'package.json');
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (!name.startsWith('@observatory/')) names.add(name).add(`${name}/*`);
    }
  }
  return [...names];
}

const nodeOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
  external: externalPackages(),
};

/** One self-contained ESM file for Node, with source maps that name the TypeScript lines. */
export async function bundleNode(entry, outfile, extra = {}) {
  await build({ ...nodeOptions, entryPoints: [entry], outfile: path.join(root, outfile), ...extra });
}

/**
 * The command with its npm packages inside and white space out: V8 keeps the text of every loaded file in memory, and what
 * is not called costs memory too. That takes 20 MB off a sidecar with nothing to do.
 */
export async function buildCli() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  await build({
    ...nodeOptions,
    // Never asked for: the sidecar gives Fastify no JSON schemas.
    external: ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'],
    entryPoints: { cli: 'cli/src/main.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    define: { 'process.env.OBSERVATORY_VERSION': JSON.stringify(version) },
    // CommonJS packages ask for Node's modules by `require`, which an ES module has to make itself.
    banner: {
      js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
    },
  });
}

export async function buildConsole() {
  const outdir = path.join(root, 'console/dist');
  rmSync(outdir, { recursive: true, force: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['console/src/main.tsx'],
    bundle: true,
    outdir: 'console/dist/assets',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    target: ['es2022'],
    minify: true,
    sourcemap: true,
    sourcesContent: true,
    jsx: 'automatic',
    metafile: true,
    logLevel: 'warning',
    loader: { '.css': 'css', '.module.css': 'local-css', '.svg': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const entry = Object.entries(result.metafile.outputs).find(
    ([, output]) => output.entryPoint === 'console/src/main.tsx',
  );
  if (!entry) throw new Error('console build: no entry output');
  const asset = (file) => `assets/${path.basename(file)}`;
  const html = readFileSync(path.join(root, 'console/src/index.html'), 'utf8')
    .replace('%SCRIPT%', asset(entry[0]))
    .replace('%STYLE%', entry[1].cssBundle ? asset(entry[1].cssBundle) : '');
  mkdirSync(outdir, { recursive: true });
  writeFileSync(path.join(outdir, 'index.html'), html);
  const publicDir = path.join(root, 'console/public');
  if (existsSync(publicDir)) {
    for (const name of readdirSync(publicDir))
      writeFileSync(path.join(outdir, name), readFileSync(path.join(publicDir, name)));
  }
  return createHash('sha256').update(html).digest('hex');
}

/** What can be built, by name. */
export const targets = {
  cli: buildCli,
  console: buildConsole,
  plugin: async () => (await import('./build-plugin.mjs')).buildPlugin(),
  backend: async () => (await import('./build-backend.mjs')).buildBackend(),
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2).filter((name) => !name.startsWith('-'));
  for (const name of names.length > 0 ? names : Object.keys(targets)) {
    const started = Date.now();
    if (!targets[name]) {
      console.error(`unknown build target "${name}": one of ${Object.keys(targets).join(', ')}`);
      process.exit(2);
    }
    await targets[name]();
    console.log(`built ${name} in ${Date.now() - started} ms`);
  }
}
