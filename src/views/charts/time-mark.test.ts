import { wordsNear } from './time-mark.ts';

const marks = [
  { timeMs: 1000, color: 'red', text: 'restart' },
  { timeMs: 3000, endMs: 9000, color: 'blue', text: 'maintenance' },
  { timeMs: 1200, color: 'red' },
  { timeMs: 1300, color: 'red', text: 'restart' },
];

describe('wordsNear', () => {
  it('tells what is near, the nearest first and each thing once', () => {
    expect(wordsNear(marks, 1250, 100)).toBe('restart');
    expect(wordsNear(marks, 2000, 1000)).toBe('restart · maintenance');
  });

  it('tells a region anywhere within it', () => {
    expect(wordsNear(marks, 6000, 1)).toBe('maintenance');
  });

  it('says nothing where nothing is, or nobody points', () => {
    expect(wordsNear(marks, 20_000, 100)).toBe('');
    expect(wordsNear(marks, undefined, 1e9)).toBe('');
  });
});
