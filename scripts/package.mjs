// Packs what Grafana installs: one zip a platform in dist/packages with `observatory-pulsar-app/` at its root, the frontend
// and the executable of that platform, and SHA256SUMS beside them. The same input gives the same bytes.
//
//   npm run package                    all platforms
//   npm run package -- linux_amd64     only those named
//
// With GRAFANA_ACCESS_POLICY_TOKEN set, each package is signed first, by Grafana's own @grafana/sign-plugin (npx fetches it
// and it asks Grafana's server); GRAFANA_ROOT_URLS names the Grafanas of a private signature, separated by commas.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { ZipFile } from 'yazl';
import { buildPlugin } from './build-plugin.mjs';
import { bundleBackend, compileBackend, executableName, findBun, PLATFORMS, thisPlatform } from './build-backend.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PLUGIN_ID = 'observatory-pulsar-app';
const BUILT = path.join(root, 'dist/plugin', PLUGIN_ID);
const OUT = path.join(root, 'dist/packages');
/** The format's earliest time, in every package. Its times have no zone and are the machine's: so is this one. */
const EPOCH = new Date(1980, 0, 1);
const RUN_HERE = thisPlatform();

const platforms = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const unknown = platforms.filter((name) => !PLATFORMS[name]);
if (unknown.length > 0) fail(`unknown platform ${unknown.join(', ')}: one of ${Object.keys(PLATFORMS).join(', ')}`);
const bun = findBun();
if (!bun) fail('no Bun in node_modules/@oven: npm install fetches it as an optional package of this machine');

const started = Date.now();
if (!process.argv.includes('--no-frontend')) await buildPlugin();
if (!existsSync(path.join(BUILT, 'plugin.json')))
  fail(`${path.relative(root, BUILT)} holds no plugin.json: build the plugin first`);
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const bundle = await bundleBackend();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const sums = [];
for (const platform of platforms.length > 0 ? platforms : Object.keys(PLATFORMS)) {
  const staging = mkdtempSync(path.join(os.tmpdir(), 'observatory-package-'));
  try {
    const folder = path.join(staging, PLUGIN_ID);
    cpSync(BUILT, folder, { recursive: true, filter: (file) => !/^(\.half-|gpx_)/.test(path.basename(file)) });
    await compileBackend(bun, bundle, PLATFORMS[platform].bun, path.join(folder, executableName(platform)));
    if (process.env.GRAFANA_ACCESS_POLICY_TOKEN) await sign(folder);
    const file = path.join(OUT, `${PLUGIN_ID}-${version}.${platform}.zip`);
    await zip(staging, file);
    const sum = await sha256(file);
    sums.push(`${sum}  ${path.basename(file)}\n`);
    const size = (statSync(file).size / 1024 / 1024).toFixed(1);
    console.log(`${path.relative(root, file)}  ${size} MiB  sha256 ${sum.slice(0, 16)}…`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
writeFileSync(path.join(OUT, 'SHA256SUMS'), sums.join(''));

const foreign = (platforms.length > 0 ? platforms : Object.keys(PLATFORMS)).filter((name) => name !== RUN_HERE);
console.log(`packed in ${Math.round((Date.now() - started) / 1000)} s`);
if (!process.env.GRAFANA_ACCESS_POLICY_TOKEN)
  console.log(
    'not signed (GRAFANA_ACCESS_POLICY_TOKEN is not set): list the plugin ids in allow_loading_unsigned_plugins',
  );
if (foreign.length > 0) console.log(`compiled here but never run: ${foreign.join(', ')}`);

/** Grafana's tool writes MANIFEST.txt with a hash of every file, the executable included; so it goes last. */
async function sign(folder) {
  const urls = process.env.GRAFANA_ROOT_URLS ? ['--rootUrls', process.env.GRAFANA_ROOT_URLS] : [];
  console.log(`signing with @grafana/sign-plugin${urls.length > 0 ? ` for ${process.env.GRAFANA_ROOT_URLS}` : ''}`);
  await new Promise((resolve, reject) => {
    const child = spawn('npx', ['--yes', '@grafana/sign-plugin@latest', '--distDir', folder, ...urls], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`@grafana/sign-plugin ended with ${code}`)),
    );
  });
}

async function zip(staging, file) {
  const archive = new ZipFile();
  for (const name of filesBelow(staging)) {
    const isProgram = path.posix.basename(name).startsWith('gpx_');
    archive.addFile(path.join(staging, name), name, {
      mtime: EPOCH,
      // Without the second, zoned time that yazl writes beside it.
      forceDosTimestamp: true,
      mode: isProgram ? 0o100755 : 0o100644,
    });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
}

/** In one order everywhere, with slashes. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
