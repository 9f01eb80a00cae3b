import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { parseConfig } from '../config/index.ts';
import { Labels } from '../model/labels.ts';
import { compileRelabeling, type Relabeler } from './relabel.ts';
import { expandTemplate, parseTemplate } from './relabel-template.ts';

function rules(...entries: Record<string, unknown>[]): Relabeler {
  const text = JSON.stringify({ scrape_configs: [{ job_name: 'a', relabel_configs: entries }] });
  return compileRelabeling(parseConfig(text, '/c.yaml', { env: {} }).scrape_configs[0].relabel_configs);
}
const apply = (labels: Record<string, string>, ...entries: Record<string, unknown>[]) =>
  rules(...entries)(Labels.fromObject(labels))?.toObject();

describe('relabelling', () => {
  const abc = { a: 'foo', b: 'bar', c: 'baz' };

  // The cases follow the semantics documented for Prometheus; expected values were worked out by hand.
  it.each<[string, Record<string, unknown>[], Record<string, string> | undefined]>([
    [
      'replaces with a captured group',
      [{ source_labels: ['a'], target_label: 'd', regex: 'f(.*)', replacement: 'ch${1}-ch${1}' }],
      { ...abc, d: 'choo-choo' },
    ],
    [
      'joins sources and uses several groups',
      [{ source_labels: ['a', 'b'], target_label: 'a', regex: 'f(.*);(.*)r', replacement: 'b${1}${2}m' }],
      { ...abc, a: 'boobam' },
    ],
    ['anchors at both ends', [{ source_labels: ['a'], regex: 'o', target_label: 'd', replacement: 'x' }], abc],
    ['sets a constant', [{ target_label: 'd', replacement: 'x' }], { ...abc, d: 'x' }],
    ['deletes on an empty result', [{ source_labels: ['none'], target_label: 'a' }], { b: 'bar', c: 'baz' }],
    [
      'takes the target label from a group',
      [{ source_labels: ['a'], regex: '(.*)', target_label: '${1}_x', replacement: 'y' }],
      { ...abc, foo_x: 'y' },
    ],
    [
      'takes named groups',
      [{ source_labels: ['a'], regex: '(?P<first>.)(?P<rest>.*)', target_label: 'd', replacement: '$rest-$first' }],
      { ...abc, d: 'oo-f' },
    ],
    [
      'reads $1x as a group named 1x',
      [{ source_labels: ['a'], regex: '(.*)x?', target_label: 'd', replacement: 'q$1x' }],
      { ...abc, d: 'q' },
    ],
    ['keeps', [{ source_labels: ['a'], regex: 'fo+', action: 'keep' }], abc],
    ['keeps not', [{ source_labels: ['a'], regex: 'fo', action: 'keep' }], undefined],
    ['drops', [{ source_labels: ['a'], regex: 'foo|x', action: 'drop' }], undefined],
    ['drops not', [{ source_labels: ['a'], regex: 'x', action: 'drop' }], abc],
    [
      'drops on an absent label when the regex takes the empty text',
      [{ source_labels: ['none'], regex: '', action: 'drop' }],
      undefined,
    ],
    ['keepequal', [{ source_labels: ['a'], target_label: 'b', action: 'keepequal' }], undefined],
    ['dropequal', [{ source_labels: ['a'], target_label: 'a', action: 'dropequal' }], undefined],
    ['dropequal not', [{ source_labels: ['a'], target_label: 'b', action: 'dropequal' }], abc],
    [
      'lowercase',
      [
        { target_label: 'd', replacement: 'BaR' },
        { source_labels: ['d'], target_label: 'd', action: 'lowercase' },
      ],
      { ...abc, d: 'bar' },
    ],
    ['uppercase', [{ source_labels: ['a'], target_label: 'A', action: 'Uppercase' }], { ...abc, A: 'FOO' }],
    ['labelmap', [{ regex: '([ab])', replacement: 'x_$1', action: 'labelmap' }], { ...abc, x_a: 'foo', x_b: 'bar' }],
    ['labeldrop', [{ regex: 'a|b', action: 'labeldrop' }], { c: 'baz' }],
    ['labelkeep', [{ regex: 'a|b', action: 'labelkeep' }], { a: 'foo', b: 'bar' }],
    // md5("foo") ends in …ccacdb62 1d8 (acbd18db4cc2f85cedef654fccc4a4d8): its last 8 bytes modulo 1000.
    [
      'hashmod',
      [{ source_labels: ['a'], target_label: 'd', modulus: 1000, action: 'hashmod' }],
      { ...abc, d: String(0xedef654fccc4a4d8n % 1000n) },
    ],
    [
      'runs rules in order',
      [
        { source_labels: ['a'], target_label: 'b' },
        { source_labels: ['b'], regex: 'foo', action: 'drop' },
      ],
      undefined,
    ],
    [
      'lets the dot match a newline',
      [
        { target_label: 'd', replacement: 'x\ny' },
        { source_labels: ['d'], regex: 'x.y', action: 'drop' },
      ],
      undefined,
    ],
  ])('%s', (_, entries, expected) => {
    expect(apply(abc, ...entries)).toEqual(expected);
  });

  it('changes nothing without rules, and gives the same set back', () => {
    const labels = Labels.fromObject(abc);
    expect(compileRelabeling([])(labels)).toBe(labels);
  });

  const labelSets = fc.dictionary(fc.stringMatching(/^[a-c_]{1,3}$/), fc.string({ maxLength: 6 }), { maxKeys: 5 });

  it('hashmod shards every set to exactly one shard, by md5', () => {
    const shards = Array.from({ length: 4 }, (_, n) =>
      rules(
        { source_labels: ['a', 'b'], target_label: '__s', modulus: 4, action: 'hashmod' },
        { source_labels: ['__s'], regex: String(n), action: 'keep' },
      ),
    );
    fc.assert(
      fc.property(labelSets, (object) => {
        const labels = Labels.fromObject(object);
        const kept = shards.map((shard) => shard(labels)).filter((result) => result !== undefined);
        const digest = createHash('md5')
          .update(`${labels.get('a')};${labels.get('b')}`)
          .digest();
        expect(kept).toHaveLength(1);
        expect(kept[0].get('__s')).toBe(String(digest.readBigUInt64BE(8) % 4n));
      }),
    );
  });

  it("keep and drop, labelkeep and labeldrop are each the other's complement", () => {
    fc.assert(
      fc.property(labelSets, fc.constantFrom('a', '[ab].*', '', '.*', 'a|b', '_+'), (object, regex) => {
        const labels = Labels.fromObject(object);
        const kept = rules({ source_labels: ['a'], regex, action: 'keep' })(labels);
        const dropped = rules({ source_labels: ['a'], regex, action: 'drop' })(labels);
        expect((kept === undefined) !== (dropped === undefined)).toBe(true);
        const inside = rules({ regex, action: 'labelkeep' })(labels) ?? Labels.EMPTY;
        const outside = rules({ regex, action: 'labeldrop' })(labels) ?? Labels.EMPTY;
        expect(Labels.fromPairs([...inside.entries(), ...outside.entries()]).equals(labels)).toBe(true);
      }),
    );
  });

  it('labelmap with an identity keeps the set; replace of a label by itself, too', () => {
    fc.assert(
      fc.property(labelSets, (object) => {
        const labels = Labels.fromObject(object);
        expect(rules({ regex: '(.*)', action: 'labelmap' })(labels)?.equals(labels)).toBe(true);
        expect(rules({ source_labels: ['a'], target_label: 'a' })(labels)?.equals(labels)).toBe(true);
        expect(rules({ source_labels: ['a'], regex: '(?s)(.*)', target_label: 'a' })(labels)?.equals(labels)).toBe(
          true,
        );
      }),
    );
  });
});

describe('templates', () => {
  const groups: Record<string, string> = { 0: 'whole', 1: 'one', name: 'named' };
  const expand = (template: string) => expandTemplate(parseTemplate(template), (group) => groups[group] ?? '');
  it.each([
    ['$1-${1}-$name-${name}', 'one-one-named-named'],
    ['$$1 $', '$1 $'],
    ['$1_x', ''],
    ['${1}_x', 'one_x'],
    ['${', '${'],
    ['${}', '${}'],
    ['a$-b', 'a$-b'],
    ['$0$99', 'whole'],
  ])('%s gives %s', (template, expected) => expect(expand(template)).toBe(expected));
});
