import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogueGuide } from './guide.ts';
import { Catalogue, OPERATIONS } from './index.ts';

const FILE = fileURLToPath(new URL('../../../../docs/guide/control.md', import.meta.url));
const BEGIN =
  '<!-- catalogue: written by control/catalogue/catalogue.test.ts with UPDATE_DOCS=1; do not edit below -->';

it('has each operation once, with every text', () => {
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  for (const each of OPERATIONS) {
    expect(each.id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    for (const text of [each.title, each.summary, each.verification, each.undo]) expect(text).not.toBe('');
  }
});

it('offers nothing that destroys data without return', () => {
  for (const word of [
    'delete-ledger',
    'ledger-delete',
    'topic-delete',
    'bundle-delete',
    'truncate',
    'terminate',
    'trim',
  ])
    expect(OPERATIONS.some(({ id }) => id.includes(word))).toBe(false);
  expect(new Catalogue().find('ledger-delete')).toBeUndefined();
});

it('is described in the guide as it is', () => {
  const text = readFileSync(FILE, 'utf8');
  const [head] = text.split(BEGIN);
  const wanted = `${head}${BEGIN}\n\n${catalogueGuide(OPERATIONS)}\n`;
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, wanted);
  else expect(text).toBe(wanted);
});
