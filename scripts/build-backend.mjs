// Compiles the datasource's backend into one executable, as Grafana wants it beside the plugin:
// dist/plugin/observatory-pulsar-app/gpx_observatory_<os>_<arch>. esbuild puts our TypeScript and its npm packages into one
// file, then Bun appends that to its runtime. docs/decisions/0041-bun-executable.md says why.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OUT = path.join(root, 'dist/plugin/observatory-pulsar-app');
const BUNDLE = path.join(root, 'dist/backend/gpx_observatory.mjs');

/** Platforms by Grafana's name. `baseline` runs on processors without AVX2, too. */
export const PLATFORMS = {
  linux_amd64: { bun: 'bun-linux-x64-baseline', local: 'bun-linux-x64' },
  linux_arm64: { bun: 'bun-linux-arm64', local: 'bun-linux-arm64' },
  darwin_amd64: { bun: 'bun-darwin-x64-baseline', local: 'bun-darwin-x64' },
  darwin_arm64: { bun: 'bun-darwin-arm64', local: 'bun-darwin-arm64' },
  windows_amd64: { bun: 'bun-windows-x64-baseline', local: 'bun-windows-x64' },
};

/** Of the machine that this runs on, in Grafana's words. */
export function thisPlatform() {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform] ?? process.platform;
  return `${os}_${{ x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch}`;
}

export const executableName = (platform) =>
  `gpx_observatory_${platform}${platform.startsWith('windows') ? '.exe' : ''}`;

/** The npm packages @oven/bun-* hold the compiler; npm installs the one of this machine, and no install script is needed. */
export function findBun() {
  const folder = path.join(root, 'node_modules/@oven');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .flatMap((name) => [path.join(folder, name, 'bin/bun'), path.join(folder, name, 'bin/bun.exe')])
    .find((file) => existsSync(file));
}

/** Our code and its npm packages as one ES module. Bun has its own `ws` and `undici`; inside the bundle they are npm's. */
export async function bundleBackend(outfile = BUNDLE) {
  await build({
    absWorkingDir: root,
    entryPoints: ['backend-datasource/src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    logLevel: 'warning',
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
  });
  return outfile;
}

/** Compiles the bundle for a platform. A foreign runtime is fetched by Bun from the npm registry, once. */
export async function compileBackend(bun, bundle, target, outfile) {
  const folder = path.dirname(outfile);
  mkdirSync(folder, { recursive: true });
  // In a folder of its own first: Grafana may be running the file that is there. Under the same name, which Bun writes into it.
  const half = mkdtempSync(path.join(folder, '.half-'));
  try {
    const made = path.join(half, path.basename(outfile));
    await run(bun, [
      'build',
      '--compile',
      `--target=${target}`,
      // What lies in the folder from which Grafana was started is none of the plugin's business.
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      bundle,
      '--outfile',
      made,
    ]);
    chmodSync(made, 0o755);
    renameSync(made, outfile);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`bun ended with ${code}: ${output.trim()}`)),
    );
  });
}

/** The executable for this machine; false, with one line, where there is no Bun. */
export async function buildBackend() {
  const platform = thisPlatform();
  const bun = findBun();
  if (!bun || !PLATFORMS[platform]) {
    console.log(
      bun
        ? `skipped the Grafana datasource's executable: ${platform} is none of ${Object.keys(PLATFORMS).join(', ')}`
        : "skipped the Grafana datasource's executable: no Bun in node_modules/@oven (npm install fetches it as an optional package)",
    );
    return false;
  }
  await compileBackend(bun, await bundleBackend(), PLATFORMS[platform].local, path.join(OUT, executableName(platform)));
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  if (await buildBackend()) console.log(`built backend in ${Date.now() - started} ms`);
}
