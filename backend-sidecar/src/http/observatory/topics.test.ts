import Fastify from 'fastify';
import type { TopicsView } from './topics.ts';
import { registerTopics } from './topics.ts';
import { OperationRegistry } from './operation.ts';

const NAME = 'persistent://acme/payments/orders-partition-3';

describe('GET /topics/{topic}', () => {
  it.each([
    ['URL-encoded', encodeURIComponent(NAME)],
    ['as Grafana’s proxy decodes it', NAME],
  ])('takes the name %s', async (_, inAddress) => {
    const asked: string[] = [];
    const app = Fastify();
    registerTopics(new OperationRegistry(app), {
      describe: (name: string) => {
        asked.push(name);
        throw new Error('enough seen');
      },
    } as unknown as TopicsView);
    await app.inject(`/api/observatory/v1/topics/${inAddress}`);
    await app.close();
    expect(asked).toEqual([NAME]);
  });
});
