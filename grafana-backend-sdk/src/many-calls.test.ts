import path from 'node:path';
import { bundlePlugin, bunPath } from './testing/bundle-plugin.ts';
import { decodeFrame } from './testing/decode-frame.ts';
import { startPlugin } from './testing/host.ts';
import { pluginContext, query } from './testing/requests.ts';

const EXAMPLE = path.join(path.dirname(new URL(import.meta.url).pathname), '../examples/random-walk/main.ts');

const context = { pluginContext: pluginContext() };

it('2,000 queries and 200 streams leave nothing behind', async () => {
  const bundle = await bundlePlugin(EXAMPLE);
  const host = await startPlugin(bundle);
  try {
    const rss = async () => Number(/^process_resident_memory_bytes (\d+)$/m.exec(await host.collectMetrics())?.[1]);
    // Each answer is a frame of 4,000 rows and 64 KB: 2,000 of them kept would be 128 MB.
    const large = query({}, { intervalMS: 900, maxDataPoints: 4_000 });
    const queries = async (count: number) => {
      for (let i = 0; i < count; i += 10)
        await Promise.all(Array.from({ length: 10 }, () => host.queryData({ ...context, queries: [large] })));
    };
    await queries(300);
    const before = await rss();
    await queries(2_000);
    for (let i = 0; i < 200; i++) for await (const _ of host.runStream({ ...context, path: 'walk/1000000' })) break;
    while (!(await host.collectMetrics()).includes('calls_open{method="runStream"} 0')) continue;
    expect((await rss()) - before).toBeLessThan(80 * 2 ** 20);
    expect(await host.collectMetrics()).toContain('calls_total{method="queryData",outcome="ok"} 2300');
  } finally {
    await host.close();
    bundle.remove();
  }
}, 120_000);

(bunPath() ? it : it.skip)('an executable made by bun serves as the bundle does', async () => {
  const executable = await bundlePlugin(EXAMPLE, 'bun');
  const host = await startPlugin(executable);
  try {
    const { responses } = await host.queryData({ ...context, queries: [query({})] });
    expect(decodeFrame(responses.A.frames[0]).fields[0].values).toHaveLength(241);
    await host.shutdown();
    expect(await host.exited).toEqual({ code: 0, signal: null });
  } finally {
    await host.close();
    executable.remove();
  }
});
