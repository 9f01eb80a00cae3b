/** The link between agent and sidecar is cut while logs are written: nothing is lost within the buffer, the rest is counted. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { AgentInfo } from '@observatory/protocol/agents';
import type { LogList } from '@observatory/protocol/logs';
import { demand, eventually, type Checks } from '../checks.ts';
import { get } from '../pulsar/sidecar-api.ts';
import { startAgentsProduct, type AgentsProduct } from './agents-product.ts';
import { startLinkProxy, type LinkProxy } from './link-proxy.ts';

const SOURCE = 'cut.log';
const BUFFER_MEGABYTES = 4;
const TICK_MS = 100;

/** @param seconds how long each of the two cuts lasts */
export async function linkChecks(checks: Checks, ports: { sidecar: number; proxy: number }, seconds: number) {
  const proxy = await startLinkProxy(ports.proxy, ports.sidecar);
  try {
    const product = await startAgentsProduct({
      sidecarPort: ports.sidecar,
      agents: 1,
      lineMs: 0,
      agentUrl: proxy.url,
      agentConfig: () => ({
        buffer_megabytes: BUFFER_MEGABYTES,
        logs: { files: [{ path: `../${SOURCE}`, source: SOURCE, from_start: true }] },
      }),
    });
    try {
      const writer = new Writer(path.join(product.folder, SOURCE));
      await checks.check(`link cut for ${seconds} s, as much as the buffer holds: nothing is lost`, () =>
        cutOnce(product, proxy, writer, { seconds, linesPerSecond: 100, mayLose: false }),
      );
      await checks.check(`link cut for ${seconds} s, more than it holds: what is lost is counted`, () =>
        cutOnce(product, proxy, writer, {
          seconds,
          linesPerSecond: Math.max(1000, 60_000 / seconds),
          mayLose: true,
        }),
      );
    } finally {
      await product.stop();
    }
  } finally {
    await proxy.close();
  }
}

/** Writes numbered lines of 250 bytes to a file that the agent follows. */
class Writer {
  private readonly file: string;
  written = 0;

  constructor(file: string) {
    this.file = file;
  }

  write(count: number): void {
    const now = new Date().toISOString();
    const line = () => `${now} INFO  [main] sample.Cut - n=${++this.written} ${'x'.repeat(200)}\n`;
    appendFileSync(this.file, Array.from({ length: count }, line).join(''));
  }
}

async function cutOnce(
  product: AgentsProduct,
  proxy: LinkProxy,
  writer: Writer,
  { seconds, linesPerSecond, mayLose }: { seconds: number; linesPerSecond: number; mayLose: boolean },
): Promise<string> {
  const [agent] = product.agents;
  let lostBefore = 0;
  await eventually(60, async () => {
    lostBefore = await droppedLines(product, agent);
    return '';
  });
  const first = writer.written + 1;
  // Some lines are on their way when it happens.
  writer.write(linesPerSecond);
  proxy.cut();
  const untilMs = Date.now() + seconds * 1000;
  while (Date.now() < untilMs) {
    writer.write(Math.round((linesPerSecond * TICK_MS) / 1000));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  proxy.mend();
  // The last line is written with the link up again: when it is there, everything before it is there or lost.
  writer.write(1);
  const { numbers, lost } = await probe(product, agent, writer, first, lostBefore);
  const written = writer.written - first + 1;
  demand(
    numbers.every((n, i) => i === 0 || n > numbers[i - 1]),
    'lines came twice or out of order',
  );
  demand(numbers.length + lost === written, `${written} written, ${numbers.length} there, ${lost} counted as lost`);
  demand(mayLose ? lost > 0 : lost === 0, mayLose ? 'nothing was lost: the cut was too short' : `${lost} lines lost`);
  return `${written} lines written, ${numbers.length} stored in order, ${lost} counted as lost`;
}

/** The numbers of the lines that are stored, once the last is, and the count of losses has settled with it. */
async function probe(product: AgentsProduct, agent: string, writer: Writer, first: number, lostBefore: number) {
  let found = { numbers: [] as number[], lost: 0 };
  await eventually(180, async () => {
    const numbers = (await storedNumbers(product)).filter((n) => n >= first);
    demand(numbers.at(-1) === writer.written, `line ${writer.written} is not there, ${numbers.at(-1)} is`);
    const lost = (await droppedLines(product, agent)) - lostBefore;
    found = { numbers, lost };
    demand(
      numbers.length + lost === writer.written - first + 1,
      `${writer.written - first + 1} written, ${numbers.length} there, ${lost} counted as lost`,
    );
    return '';
  });
  return found;
}

async function droppedLines({ origin }: AgentsProduct, agent: string): Promise<number> {
  const { statistics } = await get<AgentInfo>(origin, `/agents/${agent}`);
  demand(statistics !== undefined, 'the agent has not reported');
  return statistics.dropped_lines;
}

/** In the order in which they are stored. */
async function storedNumbers({ origin }: AgentsProduct): Promise<number[]> {
  const numbers: number[] = [];
  for (let after = '0'; ;) {
    const { lines } = await get<LogList>(origin, `/logs?source=${SOURCE}&order=asc&limit=10000&after=${after}`);
    numbers.push(...lines.map(({ message }) => Number(/n=(\d+)/.exec(message)?.[1])));
    const last = lines.at(-1);
    if (!last || lines.length < 10_000) return numbers;
    after = last.id;
  }
}
