import type { ExposureChange } from './target-exposure.ts';
import { canonicalOf } from '../testing/canonical-of.ts';
import { FakeBroker } from '../testing/fake-broker.ts';
import { SampleRecorder } from '../testing/sample-recorder.ts';

function watched() {
  const changes: ExposureChange[] = [];
  const canonical = canonicalOf(new SampleRecorder(), { onExposureChange: (change) => changes.push(change) });
  const broker = new FakeBroker(canonical.targetAppender(), { instance: 'b1', job: 'broker', cluster: 'c' });
  broker.set('process_start_time_seconds', {}, 1000);
  return { changes, broker, states: () => canonical.capabilities().targets[0].states };
}

const SHOWN = ['topic_metrics', 'partition_label'];
const told = (changes: readonly ExposureChange[]) =>
  changes
    .filter(({ capability }) => SHOWN.includes(capability))
    .map(({ capability, from, to }) => [capability, from, to]);

describe('what a target exposes', () => {
  it('a switch turned without a restart is told, with the time and the target', () => {
    const { changes, broker, states } = watched();
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'a' }, 1);
    broker.scrape(1000);
    expect(changes).toEqual([]);
    broker.drop({ topic: 'a' });
    broker.set('pulsar_in_messages_total', { namespace: 't/n' }, 1);
    broker.scrape(2000);
    expect(states().topic_metrics).toBe('off');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ capability: 'topic_metrics', from: 'on', to: 'off', timestampMs: 2000 });
    expect(changes[0].target.toObject()).toEqual({ cluster: 'c', instance: 'b1', job: 'broker' });
  });

  it('after a restart it is only taken over', () => {
    const { changes, broker, states } = watched();
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'a' }, 1);
    broker.scrape(1000);
    broker.drop({ topic: 'a' });
    broker.set('pulsar_in_messages_total', { namespace: 't/n' }, 1);
    broker.set('process_start_time_seconds', {}, 2000);
    broker.scrape(2000);
    expect(states().topic_metrics).toBe('off');
    expect(changes).toEqual([]);
  });

  it('topics that all leave turn no switch, nor does their coming back', () => {
    const { changes, broker, states } = watched();
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'a' }, 1);
    broker.scrape(1000);
    broker.drop({ topic: 'a' });
    broker.scrape(2000);
    expect(states()).not.toHaveProperty('topic_metrics');
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'b' }, 1);
    broker.scrape(3000);
    expect(told(changes)).toEqual([]);
  });

  it('a switch is off only when there is something that it would show', () => {
    const { broker, states } = watched();
    const labels = { namespace: 't/n', topic: 'a', subscription: 's' };
    broker.set('pulsar_subscription_consumers_count', labels, 0);
    broker.scrape(1000);
    expect(states()).not.toHaveProperty('consumer_metrics');
    broker.set('pulsar_subscription_consumers_count', labels, 2);
    broker.set('another', {}, 1);
    broker.scrape(2000);
    expect(states().consumer_metrics).toBe('off');
    broker.set('pulsar_consumer_msg_rate_out', { ...labels, consumer_name: 'x' }, 2);
    broker.scrape(3000);
    expect(states().consumer_metrics).toBe('on');
  });

  it('a label that is split off', () => {
    const { changes, broker } = watched();
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'a-partition-0' }, 1);
    broker.scrape(1000);
    broker.drop({ topic: 'a-partition-0' });
    broker.set('pulsar_in_messages_total', { namespace: 't/n', topic: 'a', partition: '0' }, 1);
    broker.scrape(2000);
    expect(told(changes)).toEqual([['partition_label', 'off', 'on']]);
  });
});
