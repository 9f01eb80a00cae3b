import { FieldType, toDataFrame } from '@grafana/data';
import { annotationMarks } from './annotation-marks.ts';

describe('annotationMarks', () => {
  it('gives moments and regions their place, colour and words', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [1000, 2000] },
        { name: 'timeEnd', type: FieldType.time, values: [1000, 5000] },
        { name: 'color', type: FieldType.string, values: ['red', 'blue'] },
        { name: 'title', type: FieldType.string, values: ['', 'broker-2'] },
        { name: 'text', type: FieldType.string, values: ['<b>restart</b> of  broker-1', 'is down'] },
      ],
    });
    expect(annotationMarks([frame])).toEqual([
      { timeMs: 1000, color: 'red', text: 'restart of broker-1' },
      { timeMs: 2000, endMs: 5000, color: 'blue', text: 'broker-2: is down' },
    ]);
  });

  it('has a colour of its own where none is given, and no words where there are none', () => {
    const [mark] = annotationMarks([toDataFrame({ fields: [{ name: 'time', type: FieldType.time, values: [7] }] })]);
    expect(mark).toMatchObject({ timeMs: 7, text: '' });
    expect(mark.color).not.toBe('undefined');
    expect(annotationMarks(undefined)).toEqual([]);
  });
});
