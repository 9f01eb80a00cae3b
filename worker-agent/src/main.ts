/** Entry of the self-contained executable: `observatory-agent --config agent.yaml`. */
import { parseArgs } from 'node:util';
import { startAgent } from './agent.ts';
import { loadAgentConfig } from './config.ts';
import { AgentError } from './util/agent-error.ts';
import { createLogger } from './util/logger.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', short: 'c', default: 'agent.yaml' },
      check: { type: 'boolean', default: false },
    },
  });
  const config = loadAgentConfig(values.config);
  if (values.check) return void process.stdout.write(`${values.config} is valid\n`);
  const agent = await startAgent(config, {
    logger: createLogger(config.log_level),
    version: process.env.OBSERVATORY_VERSION,
  });
  const keepAlive = setInterval(() => undefined, 0x7fffffff);
  let asked = false;
  const stop = () => {
    if (asked) process.exit(130);
    asked = true;
    void agent.stop().then(() => clearInterval(keepAlive));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const known = error instanceof AgentError || (error instanceof Error && 'code' in error);
  const text = known ? `${(error as Error).message}` : error instanceof Error ? error.stack : String(error);
  const hint = error instanceof AgentError ? ` ${error.hint} [${error.code}]` : '';
  process.stderr.write(`observatory-agent: ${text}.${hint}\n`);
  process.exit(1);
});
