/** Whatever a rule file or a template holds: it is read, or refused with an error that is ours. */
import fc from 'fast-check';
import { parseRuleFile } from './file/parse-rule-file.ts';
import { RuleFileError } from './file/rule-file-error.ts';
import { executeTemplate } from './template/execute.ts';
import { parseTemplate } from './template/parse.ts';
import { TemplateError } from './template/template-error.ts';

const PIECES = [
  '{{',
  '}}',
  '{{-',
  '-}}',
  'if ',
  'else',
  'end',
  'range ',
  'with ',
  'define "x"',
  'template "x"',
  'block "y" .',
  '$x',
  ':=',
  '=',
  ',',
  '|',
  '(',
  ')',
  '.',
  '.Value',
  '.Labels.a',
  '"s"',
  '`r`',
  "'c'",
  '1',
  '1.5',
  '-2',
  'printf "%d %5.2f %v" 1 2',
  'humanize',
  'index',
  'query "m"',
  'first',
  'eq',
  'lt',
  'and',
  'nil',
  'true',
  'break',
  'continue',
  '/* c */',
  ' ',
  '\n',
  'text',
  'slice',
  'args',
  'toTime',
  'é',
  '\u0000',
];
const KEYS = [
  'groups',
  'name',
  'rules',
  'record',
  'alert',
  'expr',
  'for',
  'labels',
  'annotations',
  'limit',
  'interval',
  '__proto__',
  'other',
];

it('templates end in text or in a TemplateError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }), async (pieces) => {
      try {
        const parsed = parseTemplate(pieces.join(''), 'n');
        const text = await executeTemplate(parsed, {
          data: new Map([['a', 'b']]),
          timeMs: 0,
          externalUrl: '',
          query: () => Promise.resolve([]),
        });
        expect(typeof text).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
      }
    }),
    { numRuns: 3000 },
  );
});

it('templates within one action, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...PIECES.slice(12)), { maxLength: 8 }), async (pieces) => {
      try {
        const parsed = parseTemplate(`{{ ${pieces.join(' ')} }}`, 'n');
        await executeTemplate(parsed, { data: 1.5, timeMs: 0, externalUrl: '', query: () => Promise.resolve([]) });
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
      }
    }),
    { numRuns: 3000 },
  );
});

it('rule files are read or refused with places', () => {
  const leaf = fc.constantFrom(
    'x',
    '1',
    'up == 0',
    'sum(',
    '5m',
    '-1',
    '',
    '{{ $value }}',
    '{{ bad',
    'a{b="c"}',
    null,
    true,
    1e9,
  );
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  }));
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.constantFrom(...KEYS), tree.value, { maxKeys: 6 }), { maxLength: 3 }),
      (rules) => {
        try {
          parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'f.yml');
        } catch (error) {
          expect(error).toBeInstanceOf(RuleFileError);
          for (const problem of (error as RuleFileError).problems) expect(problem.line).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 1500 },
  );
});
