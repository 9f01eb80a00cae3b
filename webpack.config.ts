import CopyWebpackPlugin from 'copy-webpack-plugin';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ReplaceInFileWebpackPlugin from 'replace-in-file-webpack-plugin';
import { SubresourceIntegrityPlugin } from 'webpack-subresource-integrity';
import VirtualModulesPlugin from 'webpack-virtual-modules';
import type { Configuration, RuleSetRule } from 'webpack';
import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';
import { copyFilePatterns } from './.config/bundler/copyFiles.ts';

/**
 * create-plugin's webpack configuration (generated, in `.config/`, never edited) with what an app with nested plugins in
 * an npm workspace needs beyond it. Built by `node scripts/build-plugin.mjs`.
 */
export default async function config(env: Env): Promise<Configuration> {
  const base = await baseConfig(env);
  const root = process.cwd();
  const { id } = JSON.parse(readFileSync(path.join(root, 'src/plugin.json'), 'utf8')) as { id: string };
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const outDir = `dist/plugin/${id}`;
  const isReplaced = (plugin: unknown): boolean =>
    plugin instanceof VirtualModulesPlugin ||
    plugin instanceof CopyWebpackPlugin ||
    plugin instanceof ReplaceInFileWebpackPlugin ||
    // Grafana verifies a signed plugin file by file already; hashes in the entry would change it with every chunk.
    plugin instanceof SubresourceIntegrityPlugin;

  return {
    ...base,
    cache: {
      type: 'filesystem',
      cacheDirectory: path.join(root, '.cache/webpack'),
      name: env.production ? 'production' : 'development',
      buildDependencies: { config: ['webpack.config.ts', 'package-lock.json'].map((file) => path.join(root, file)) },
    },
    // The finder looks below every `src/` of the repository; the app's own is the only one meant.
    entry: Object.fromEntries(
      Object.entries(base.entry as Record<string, string>).filter(([, file]) =>
        file.startsWith(path.join(root, 'src') + path.sep),
      ),
    ),
    module: {
      ...base.module,
      rules: [
        ...(base.module?.rules ?? [])
          .filter((rule) => !String((rule as RuleSetRule).test).includes('css'))
          .map((rule) => withAutomaticJsx(rule as RuleSetRule)),
        {
          test: /\.css$/,
          use: [
            'style-loader',
            {
              loader: 'css-loader',
              // Views import a module's classes as its default export, as esbuild gives them to the console.
              options: { modules: { auto: true, namedExport: false, localIdentName: 'obs-[name]-[local]-[hash:5]' } },
            },
          ],
        },
      ],
    },
    output: { ...base.output, path: path.join(root, outDir) },
    performance: false,
    plugins: [
      ...(base.plugins ?? []).filter((plugin) => !isReplaced(plugin)),
      // One address for the whole app: with the address of each module, as create-plugin sets it, chunks that nested
      // plugins share would be looked for below each of them.
      new VirtualModulesPlugin({
        'node_modules/grafana-public-path.js': `__webpack_public_path__ = (window.grafanaBootData?.settings?.appSubUrl ?? '') + '/public/plugins/${id}/';`,
      }),
      new CopyWebpackPlugin({
        patterns: [
          ...copyFilePatterns,
          // Logos of nested plugins, and the runbooks that alerts link to.
          { from: '**/img/*', to: '.', noErrorOnMissing: true },
          { from: 'runbooks.html', to: '.', noErrorOnMissing: true },
        ].map((pattern) => ({
          ...pattern,
          globOptions: { ignore: ['**/tsconfig*.json', '**/testdata/**', '**/testing/**'] },
        })),
      }),
      new ReplaceInFileWebpackPlugin([
        {
          dir: outDir,
          test: [/(^|\/)plugin\.json$/, /(^|\/)README\.md$/],
          rules: [
            { search: /%VERSION%/g, replace: version },
            { search: /%TODAY%/g, replace: buildDate() },
            { search: /%PLUGIN_ID%/g, replace: id },
          ],
        },
      ]),
    ],
  };
}

/** The scaffold's swc options want `React` in scope; ours import the JSX runtime, which Grafana 12.3 shares. */
function withAutomaticJsx(rule: RuleSetRule): RuleSetRule {
  const use = rule.use as { loader?: string; options?: { jsc?: object } } | undefined;
  if (use?.loader !== 'swc-loader') return rule;
  const jsc = { ...use.options?.jsc, transform: { react: { runtime: 'automatic' } } };
  return { ...rule, use: { ...use, options: { ...use.options, jsc } } };
}

/** `YYYY-MM-DD`; SOURCE_DATE_EPOCH (seconds) makes a build repeatable. */
function buildDate(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return (epoch === undefined ? new Date() : new Date(Number(epoch) * 1000)).toISOString().slice(0, 10);
}
