import { Command } from 'commander';

interface TestRulesOptions {
  run?: string[];
  ignoreUnknownFields?: true;
}

/** `observatory test`: what can be tested without a cluster. */
export function testCommand(): Command {
  return new Command('test').description('test files that the sidecar reads').addCommand(testRulesCommand());
}

/** `observatory test rules FILE...`: unit tests of rules in promtool's format. */
function testRulesCommand(): Command {
  return new Command('rules')
    .description("unit tests of recording and alerting rules, in promtool's format")
    .argument('<files...>', 'files of tests')
    .option('--run <expressions...>', 'only tests whose names match one of these expressions')
    .option('--ignore-unknown-fields', 'read files with keys that Prometheus does not know')
    .action((files: string[], options: TestRulesOptions) => run(files, options));
}

async function run(files: readonly string[], options: TestRulesOptions): Promise<void> {
  const { describeOutcome, hasFailed, runTestFile, summarise } =
    await import('@observatory/backend-sidecar/rules/index');
  const outcomes = [];
  for (const file of files) {
    const outcome = await runTestFile(file, options);
    console.log(describeOutcome(outcome));
    outcomes.push(outcome);
  }
  console.log(summarise(outcomes));
  if (outcomes.some(hasFailed)) process.exitCode = 1;
}
