import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { parseConfigFlags } from './config-flags.ts';
import { runUntilSignal } from './run-until-signal.ts';
import { VERSION } from './version.ts';

interface SidecarOptions {
  config?: string;
  check?: true;
  listFlags?: true;
}

const DEFAULT_CONFIG = 'observatory.yaml';

/** `observatory sidecar`: scrapes, stores, answers and streams until it is told to stop. */
export function sidecarCommand(): Command {
  return new Command('sidecar')
    .description('run the sidecar: scrape, store, answer PromQL, serve the console')
    .option('-c, --config <file>', `configuration file (default: ${DEFAULT_CONFIG} if there is one)`)
    .option('--check', 'only say whether the configuration is valid')
    .option('--list-flags', 'list the keys of the configuration that can be given as flags')
    .allowUnknownOption()
    .allowExcessArguments()
    .usage('[options] [--<key>=<value> ...]')
    .addHelpText(
      'after',
      '\nEvery key of the configuration is a flag too, for example --storage.path=/data or --listen=127.0.0.1:7480.',
    )
    .action((options: SidecarOptions, command: Command) => run(options, command.args));
}

async function run(options: SidecarOptions, args: readonly string[]): Promise<void> {
  const { flags, strays } = parseConfigFlags(args);
  if (strays.length > 0) throw usage(`unknown argument ${JSON.stringify(strays[0])}`);
  if (options.listFlags) return listFlags();
  const { loadConfig } = await import('@observatory/backend-sidecar/config/index');
  const file = options.config ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
  const load = () => loadConfig(file, { flags });
  const config = await load();
  if (options.check) {
    for (const warning of config.warnings) console.log(`warning: ${warning}`);
    await checkRules(config.rule_files);
    console.log(`${file ?? 'the configuration'} is valid`);
    return;
  }
  const { startSidecar } = await import('@observatory/backend-sidecar/main');
  const { createLogger } = await import('@observatory/backend-sidecar/observe/logging');
  const logger = createLogger(config.log.level, config.log.format);
  await runUntilSignal(
    (reason) => logger.info({ reason }, 'stopping'),
    (quit) =>
      startSidecar(config, {
        logger,
        version: VERSION,
        loadConfig: load,
        flags,
        consoleDirectory: consoleDirectory(),
        quit,
      }),
  );
}

/** @throws RuleFileError with everything that is wrong. */
async function checkRules(patterns: readonly string[]): Promise<void> {
  const { duplicateRules, readRuleFiles } = await import('@observatory/backend-sidecar/rules/index');
  const { groups, unmatched } = await readRuleFiles(patterns);
  for (const pattern of unmatched) console.log(`warning: no rule file has the name ${pattern}`);
  for (const { name, count, places } of duplicateRules(groups)) {
    const where = places.map(({ file, line }) => `${file}:${line}`).join(', ');
    console.log(`warning: ${count} rules have the name ${name} and equal labels; their samples may meet: ${where}`);
  }
}

async function listFlags(): Promise<void> {
  const [{ listFlags: list }, { rootSchema }] = await Promise.all([
    import('@observatory/backend-sidecar/config/flags'),
    import('@observatory/backend-sidecar/config/schema/root'),
  ]);
  for (const { name, kind, defaultText, description } of list(rootSchema)) {
    console.log(`--${name} <${kind}>${defaultText === undefined ? '' : ` (${defaultText})`}\n    ${description}`);
  }
}

/** The built console, found from this file upwards: the bundle and the sources lie at different depths. */
function consoleDirectory(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'console/package.json'))) return path.join(folder, 'console/dist');
    if (folder === path.dirname(folder)) return path.join(folder, 'console/dist');
  }
}

function usage(message: string): Error {
  return Object.assign(new Error(message), {
    code: 'OBS_CLI_USAGE',
    hint: 'observatory sidecar --help shows what there is',
  });
}
