import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExposition } from './parse.ts';

const folder = fileURLToPath(new URL('../../../../../shared/corpus/openmetrics/parsers', import.meta.url));

/** Cases where we follow Prometheus knowingly against the suite, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {};

const describeCorpus = existsSync(folder) ? describe : describe.skip;

describeCorpus('OpenMetrics parser suite (skipped when ../shared/corpus is missing)', () => {
  const cases = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'test.json')))
    : [];

  it('has the cases we know', () => expect(cases.length).toBe(211));

  it.each(cases)('strict reading of %s', (name) => {
    const { shouldParse } = JSON.parse(readFileSync(path.join(folder, name, 'test.json'), 'utf8'));
    const body = readFileSync(path.join(folder, name, 'metrics'));
    let failure: unknown;
    try {
      parseExposition(body, { format: 'openmetrics', strict: true }, { sample() {} });
    } catch (error) {
      failure = error;
    }
    if (name in DEVIATIONS) return;
    expect(failure === undefined ? 'parsed' : 'refused').toBe(shouldParse ? 'parsed' : 'refused');
    if (failure) expect(failure).toMatchObject({ code: 'OBS_SCRAPE_SYNTAX', line: expect.any(Number) });
  });
});
