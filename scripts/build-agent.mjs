// Compiles the agent into one executable: dist/agent/observatory-agent_<os>_<arch>, as build-backend.mjs does with the
// datasource's backend. `node scripts/build-agent.mjs` makes the one for this machine, `... --all` all of them (Bun fetches
// the foreign runtimes from the npm registry, once).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileBackend, findBun, PLATFORMS, thisPlatform } from './build-backend.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OUT = path.join(root, 'dist/agent');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const bun = findBun();
const platforms = process.argv.includes('--all') ? Object.keys(PLATFORMS) : [thisPlatform()];
const unknown = platforms.filter((platform) => !PLATFORMS[platform]);
if (!bun || unknown.length > 0) {
  console.error(
    bun ? `the agent is not made for ${unknown.join(', ')}` : 'no Bun in node_modules/@oven (npm install fetches it)',
  );
  process.exit(1);
}
const bundle = path.join(OUT, 'agent.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['worker-agent/src/main.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning',
  define: { 'process.env.OBSERVATORY_VERSION': JSON.stringify(version) },
  banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
});
for (const platform of platforms) {
  const { bun: foreign, local } = PLATFORMS[platform];
  const suffix = platform.startsWith('windows') ? '.exe' : '';
  const outfile = path.join(OUT, `observatory-agent_${platform}${suffix}`);
  await compileBackend(bun, bundle, platform === thisPlatform() ? local : foreign, outfile);
  console.log(outfile);
}
