import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExposition } from './parse.ts';

const folder = fileURLToPath(new URL('../../../../../shared/corpus/openmetrics/parsers', import.meta.url));

const describeCorpus = existsSync(folder) ? describe : describe.skip;

describeCorpus('OpenMetrics parser suite (skipped when ../shared/corpus is missing)', () => {
  const cases = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'test.json')))
    : [];

  it('has the cases we know', () => expect(cases.length).toBe(211));

  /**
   * All of them as the suite wants them: strict follows OpenMetrics 1.0 also where Prometheus' own parser does not look
   * (the order, values and histograms of families), and lenient is there for what Prometheus reads all the same.
   */
  it.each(cases)('strict reading of %s', (name) => {
    const { shouldParse } = JSON.parse(readFileSync(path.join(folder, name, 'test.json'), 'utf8'));
    const strict = read(name, true);
    if (shouldParse) {
      expect(strict).toEqual(expect.any(Array));
      expect(read(name, false)).toEqual(strict);
    } else expect(strict).toMatchObject({ code: 'OBS_SCRAPE_SYNTAX', line: expect.any(Number) });
  });
});

/** The samples of a case, or the error. */
function read(name: string, strict: boolean): unknown {
  const samples: unknown[] = [];
  try {
    const body = readFileSync(path.join(folder, name, 'metrics'));
    parseExposition(
      body,
      { format: 'openmetrics', strict },
      { sample: ({ labels, tail }) => samples.push([labels.toString(), tail]) },
    );
    return samples;
  } catch (error) {
    return error;
  }
}
