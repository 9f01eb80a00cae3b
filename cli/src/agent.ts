import { Command } from 'commander';
import { runUntilSignal } from './run-until-signal.ts';
import { VERSION } from './version.ts';

interface AgentFlags {
  config: string;
  check?: true;
}

/** `observatory agent`: metrics, logs and services of this host, for a sidecar. */
export function agentCommand(): Command {
  return new Command('agent')
    .description('run the agent on a worker host: metrics, logs, services')
    .option('-c, --config <file>', 'configuration file', 'agent.yaml')
    .option('--check', 'only say whether the configuration is valid')
    .action(run);
}

async function run({ config: file, check }: AgentFlags): Promise<void> {
  const { createLogger, loadAgentConfig, startAgent } = await import('@observatory/worker-agent');
  const config = loadAgentConfig(file);
  if (check) return console.log(`${file} is valid`);
  const logger = createLogger(config.log_level);
  await runUntilSignal(
    (reason) => logger.info({ reason }, 'stopping'),
    () => startAgent(config, { logger, version: VERSION }),
  );
}
