/**
 * `npm run test:agents`: a sidecar and 20 agents with supervised services, all real processes of the built command.
 * `-- --kills N --seed N --cut SECONDS` change how much; `--only control|kills|link` runs one part.
 */
import { parseArgs } from 'node:util';
import { Checks } from '../checks.ts';
import { startAgentsProduct } from './agents-product.ts';
import { CONTROL, controlChecks } from './control-checks.ts';
import { killChecks } from './kill-checks.ts';
import { linkChecks } from './link-checks.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    cut: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
  },
});
const STOP_MS = 600;
const checks = new Checks((line) => process.stdout.write(`${line}\n`));
const wants = (part: string) => values.only === '' || values.only === part;

if (wants('control') || wants('kills')) {
  const product = await startAgentsProduct({ sidecarPort: 8201, stopMs: STOP_MS, control: CONTROL });
  try {
    if (wants('control')) await controlChecks(checks, product);
    if (wants('kills'))
      await killChecks(checks, product, { kills: Number(values.kills), seed: Number(values.seed), stopMs: STOP_MS });
  } finally {
    await product.stop();
  }
}
if (wants('link')) await linkChecks(checks, { sidecar: 8202, proxy: 8203 }, Number(values.cut));
process.exitCode = checks.finish();
