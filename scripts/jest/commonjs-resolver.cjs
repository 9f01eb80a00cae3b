// Jest's resolver for the plugin's tests, which run as CommonJS: a package that has only an ES module build (d3, marked,
// ol, ...) is bundled into one CommonJS file, once, below .cache/jest-commonjs.
const { existsSync, mkdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { buildSync } = require('esbuild');

const CACHE = path.resolve(__dirname, '../../.cache/jest-commonjs');

module.exports = (request, options) => {
  const file = options.defaultResolver(request, options);
  if (!path.isAbsolute(file) || !file.includes(`${path.sep}node_modules${path.sep}`)) return file;
  const manifest = nearestManifest(file);
  const isModule = file.endsWith('.mjs') || (file.endsWith('.js') && manifest.type === 'module');
  return isModule ? commonJsOf(file, manifest) : file;
};

function commonJsOf(file, { name, version, folder }) {
  const inside = path.relative(folder, file).replace(/[\\/]/g, '-');
  const outfile = path.join(CACHE, `${name.replace('/', '-')}-${version}`, `${inside.replace(/\.m?js$/, '')}.cjs`);
  if (!existsSync(outfile)) {
    mkdirSync(path.dirname(outfile), { recursive: true });
    buildSync({
      entryPoints: [file],
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'browser',
      // One React in the process, whoever asks for it.
      external: ['react', 'react-dom', 'react/*'],
      logLevel: 'warning',
    });
  }
  return outfile;
}

const manifests = new Map();

/** The package a file belongs to; manifests without a name only set the type of a folder. */
function nearestManifest(file) {
  const start = path.dirname(file);
  const known = manifests.get(start);
  if (known) return known;
  let type;
  for (let folder = start; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'package.json');
    if (!existsSync(candidate)) continue;
    const manifest = JSON.parse(readFileSync(candidate, 'utf8'));
    type ??= manifest.type ?? 'commonjs';
    if (!manifest.name) continue;
    const found = { name: manifest.name, version: manifest.version ?? '0', type, folder };
    manifests.set(start, found);
    return found;
  }
  throw new Error(`${file}: no package.json above it`);
}
