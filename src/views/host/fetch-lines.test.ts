import { TextDecoder, TextEncoder } from 'node:util';
import * as z from 'zod';
import { fetchLines } from './fetch-lines.ts';

// jsdom has neither.
Object.assign(globalThis, { TextDecoder, TextEncoder });

const schema = z.object({ n: z.number() });

/** A body that arrives in the given pieces. */
function answering(pieces: string[], { status = 200, type = 'application/x-ndjson' } = {}): typeof fetch {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const response = {
    ok: status < 400,
    status,
    headers: { get: () => type },
    body: { getReader: () => ({ read: () => Promise.resolve({ done: bytes.length === 0, value: bytes.shift() }) }) },
    json: () => Promise.resolve(JSON.parse(pieces.join('')) as unknown),
  };
  return () => Promise.resolve(response as unknown as Response);
}

async function linesOf(fetcher: typeof fetch): Promise<unknown[]> {
  const lines: unknown[] = [];
  await fetchLines(fetcher, 'x', schema, (line) => lines.push(line));
  return lines;
}

it('tells of each line as it is whole, wherever the pieces end', async () => {
  expect(await linesOf(answering(['{"n":', '1}\n{"n":2', '}\n']))).toEqual([{ n: 1 }, { n: 2 }]);
});

it('takes one answer from who knows no lines', async () => {
  expect(await linesOf(answering(['{"n":3}'], { type: 'application/json' }))).toEqual([{ n: 3 }]);
});

it('says what is wrong', async () => {
  const error = JSON.stringify({ error: { code: 'OBS_X', message: 'no such window', hint: 'Choose another' } });
  await expect(linesOf(answering([error], { status: 400 }))).rejects.toThrow('no such window. Choose another');
  await expect(linesOf(answering(['{"n":1}\n{"n"']))).rejects.toThrow('broke off');
  await expect(linesOf(answering(['{"n":"x"}\n']))).rejects.toThrow();
});
