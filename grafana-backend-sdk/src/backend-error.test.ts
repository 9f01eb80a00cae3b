import { BackendError, blameOf } from './backend-error.ts';

describe('blameOf', () => {
  it('finds status and source in the chain of causes', () => {
    const inner = new BackendError('gone', { status: 502, source: 'downstream' });
    expect(blameOf(new Error('no answer', { cause: inner }))).toEqual({
      message: 'no answer',
      status: 502,
      source: 'downstream',
    });
  });

  it('blames the plugin for everything else, with 500', () => {
    expect(blameOf(new TypeError('x is undefined'))).toEqual({
      message: 'x is undefined',
      status: 500,
      source: 'plugin',
    });
    expect(blameOf('text')).toEqual({ message: 'text', status: 500, source: 'plugin' });
    expect(blameOf(undefined).message).toBe('undefined');
    expect(blameOf(new TypeError()).message).toBe('TypeError');
  });

  it('ends on causes that go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(blameOf(error).status).toBe(500);
  });
});
