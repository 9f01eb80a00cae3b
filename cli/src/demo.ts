import { Command } from 'commander';

/** `observatory demo`: a simulated Pulsar cluster with faults to inject. */
export function demoCommand(): Command {
  return new Command('demo');
}
