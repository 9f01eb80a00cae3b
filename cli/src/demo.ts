import { Command, InvalidArgumentError } from 'commander';
import type { RunDemoOptions } from '@observatory/demo';
import { runUntilSignal } from './run-until-signal.ts';

/** `observatory demo`: a simulated Pulsar cluster with faults to inject. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run a simulated Pulsar cluster on this machine')
    .option('--nodes <count>', 'about how many Pulsar processes', whole)
    .option('--brokers <count>', 'brokers, instead of a share of --nodes', whole)
    .option('--bookies <count>', 'bookies, instead of a share of --nodes', whole)
    .option('--workers <count>', 'function workers, instead of a share of --nodes', whole)
    .option('--topics <count>', 'topics; partitions count singly', whole)
    .option('--seed <number>', 'what the workload and the faults are drawn from', whole)
    .option('--speed <factor>', 'speed of its clock, or max: it then only moves when told to', speed)
    .option('--start <time>', 'ISO time at which its clock starts (default: now)')
    .option('--cluster <name>', 'name of the cluster')
    .option('--scenario <name>', 'mixed: faults happen by themselves; none: only when told to', scenario)
    .option('--base-port <port>', 'first port of its nodes (default: 7500)', whole)
    .option('--control-port <port>', 'port on which it is told what to do (default: 7490)', whole)
    .option('--truth-file <file>', 'where the faults and their effects are written')
    .action((options: RunDemoOptions) => run(options));
}

async function run(options: RunDemoOptions): Promise<void> {
  const { runDemo } = await import('@observatory/demo');
  await runUntilSignal(
    (reason) => console.log(`stopping the demo cluster (${reason})`),
    async () => {
      const demo = await runDemo(options);
      const { urls } = demo;
      const nodes = urls.brokers.length + urls.bookies.length + urls.workers.length + urls.zookeepers.length;
      console.log(`demo cluster of ${nodes} nodes: admin API ${urls.admin}, control ${urls.control}`);
      return demo;
    },
  );
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function speed(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const factor = Number(text);
  if (!(factor > 0)) throw new InvalidArgumentError('It must be a number above 0, or max.');
  return factor;
}

function scenario(text: string): 'none' | 'mixed' {
  if (text !== 'none' && text !== 'mixed') throw new InvalidArgumentError('It must be none or mixed.');
  return text;
}
