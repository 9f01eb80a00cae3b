/** A plugin that does what plugins should not, for the tests of the server around it. The path says what. */
import { serve, type Frame } from '../../index.ts';

const onUncaught = process.env.GF_PLUGIN_ON_UNCAUGHT === 'exit' ? 'exit' : 'continue';
const never = () => new Promise<never>(() => {});

void serve(
  {
    datasource: {
      async queryData({ queries }) {
        const model = queries[0].json;
        if (model.throw) throw new Error('the whole request is lost');
        if (model.hang) return never();
        const frame: Frame = { fields: [{ kind: 'int8', name: 'small', values: [1_000] }] };
        const raw = Buffer.from('passed on as it is');
        return new Map([
          ['A', { frames: [frame] }],
          ['B', { frames: [raw, raw] }],
        ]);
      },
      async callResource({ path, headers }, sender) {
        // eslint-disable-next-line no-console -- what the server must keep off standard output
        console.log('this is written to standard output');
        if (path === 'throw-late') {
          await sender.send({ body: 'begun' });
          throw new Error('and lost');
        }
        if (path === 'uncaught') setTimeout(() => void fail(), 0);
        if (path === 'rejected') void Promise.reject(new Error('nobody waits for this'));
        if (path === 'silent') return;
        await sender.json(200, { traceparent: headers.get('x-trace') ?? null });
      },
      async runStream({ path }, sender) {
        const packet = Buffer.from(JSON.stringify('x'.repeat(100_000)));
        let sent = 0;
        if (path === 'fails') throw new Error('no stream today');
        for (;;) {
          await sender.bytes(packet);
          if (++sent % 100 === 0) process.stderr.write(`sent ${sent}\n`);
        }
      },
    },
    async dispose() {
      if (process.env.GF_PLUGIN_HANG === 'dispose') await never();
    },
  },
  { onUncaught, shutdownGraceMs: 200 },
);

function fail(): never {
  throw new Error('nobody catches this');
}
