import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderReference } from './reference.ts';
import { rootSchema } from './schema/root.ts';
import { schemaKeys } from './schema-walk.ts';

const FILE = fileURLToPath(new URL('../../../docs/configuration.md', import.meta.url));
const BEGIN = '<!-- keys: written by config/reference.test.ts with UPDATE_DOCS=1; do not edit below -->';

describe('docs/configuration.md', () => {
  it('describes every key of the schema as it is', () => {
    const text = readFileSync(FILE, 'utf8');
    const [head] = text.split(BEGIN);
    const wanted = `${head}${BEGIN}\n\n${renderReference()}\n`;
    if (process.env.UPDATE_DOCS) writeFileSync(FILE, wanted);
    else if (text !== wanted) {
      throw new Error(
        'docs/configuration.md differs from the schema; run `UPDATE_DOCS=1 npx jest --testPathPattern config/reference`',
      );
    }
    for (const { path } of schemaKeys(rootSchema)) {
      const key = path.at(-1) ?? '';
      expect(wanted).toContain(`\`${key}\``);
    }
  });

  it('has a sentence for every key', () => {
    const bare = [...schemaKeys(rootSchema)]
      .filter(({ description }) => description === '')
      .map(({ path }) => path.join('.'));
    expect(bare).toEqual([]);
  });
});
