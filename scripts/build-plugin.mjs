// Builds the Grafana app (what runs in the browser) into dist/plugin/observatory-pulsar-app with create-plugin's webpack
// configuration. `--development`: unminified, fast. `--check-size`: sizes of the modules, and no style that reaches beyond the app
// (with `--no-build` of what is there). The datasource's executable beside it (gpx_*) is kept.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { moduleSizes, sizeProblems } from './plugin-size.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Node 20 runs no TypeScript, so webpack's configuration is bundled first; npm packages stay outside.
 * @param {'production' | 'development'} mode
 */
export async function buildPlugin(mode = 'production') {
  const configFile = path.join(root, 'dist/run/webpack.config.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['webpack.config.ts'],
    outfile: configFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  const previous = process.cwd();
  process.chdir(root);
  try {
    const { default: configure } = await import(pathToFileURL(configFile).href);
    const { default: webpack } = await import('webpack');
    const config = await configure({ [mode]: true });
    await new Promise((resolve, reject) => {
      const compiler = webpack({ ...config, mode, devtool: mode === 'production' ? 'source-map' : false });
      compiler.run((error, stats) => {
        const failure =
          error ??
          (stats?.hasErrors()
            ? new Error(stats.toString({ all: false, errors: true, errorDetails: false, colors: false }))
            : undefined);
        if (stats?.hasWarnings()) console.error(stats.toString({ all: false, warnings: true, colors: false }));
        // Closing writes the cache.
        compiler.close((closing) => (failure || closing ? reject(failure ?? closing) : resolve()));
      });
    });
  } finally {
    process.chdir(previous);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  try {
    if (!process.argv.includes('--no-build'))
      await buildPlugin(process.argv.includes('--development') ? 'development' : 'production');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  console.log(`built plugin in ${Date.now() - started} ms`);
  if (process.argv.includes('--check-size')) {
    const folder = path.join(root, 'dist/plugin/observatory-pulsar-app');
    const kb = (bytes) => (bytes / 1000).toFixed(1);
    for (const { name, bytes, limit, chunks } of moduleSizes(folder)) {
      const list = chunks.map(({ file, bytes: own }) => `${file} ${kb(own)}`).join(', ');
      console.log(
        `${name.padEnd(20)} ${kb(bytes).padStart(6)} kB gzip, at most ${limit / 1000}` +
          (chunks.length === 0 ? '' : name === 'entry' ? `; loads later: ${list}` : `; with ${list}`),
      );
    }
    const problems = sizeProblems(folder);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exit(1);
  }
}
