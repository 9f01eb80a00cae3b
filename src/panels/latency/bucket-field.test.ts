import { FieldType, toDataFrame, type LinkModel } from '@grafana/data';
import { bucketLink, countWords } from './bucket-field.ts';

function frame(unit?: string) {
  const made = toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: [0, 1000, 2000] },
      { name: '5', type: FieldType.number, values: [1, 2, 3], labels: { le: '5' }, config: { unit } },
      { name: '+Inf', type: FieldType.number, values: [0, 0, 1], labels: { le: '+Inf' }, config: { unit } },
    ],
  });
  for (const field of made.fields) {
    field.getLinks = ({ valueRowIndex }) => [{ href: `/${field.name}/${valueRowIndex}` } as LinkModel];
    field.display = (value) => ({ text: String(value), numeric: Number(value), suffix: ` ${unit}` });
  }
  return made;
}

describe('bucketLink', () => {
  it.each([
    [0.005, 1000, '/5/1'],
    [0.005, 1500, '/5/1'],
    [Infinity, 9000, '/+Inf/2'],
    [Infinity, -5, '/+Inf/0'],
  ])('of the bucket up to %p s at %p ms is %s', (bound, timeMs, href) => {
    expect(bucketLink([frame()], { unit: 'ms', bound, timeMs })?.href).toBe(href);
  });

  it('is none for a bucket that no frame has', () => {
    expect(bucketLink([frame()], { unit: 's', bound: 0.005, timeMs: 0 })).toBeUndefined();
  });
});

describe('countWords', () => {
  it('says counts in the unit that is configured, or leaves it to the view', () => {
    expect(countWords([frame()])).toBeUndefined();
    expect(countWords([frame('reqps')])?.(3)).toBe('3 reqps');
    expect(countWords([frame('reqps')])?.(NaN)).toBe('no messages');
  });
});
