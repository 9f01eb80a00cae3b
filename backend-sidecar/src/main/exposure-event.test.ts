import { Labels } from '../model/labels.ts';
import { exposureEvent } from './exposure-event.ts';

const change = (to: 'on' | 'off', target: Record<string, string>) =>
  exposureEvent({
    target: Labels.fromObject(target),
    capability: 'topic_metrics',
    from: to === 'on' ? 'off' : 'on',
    to,
    timestampMs: 5000,
  });

describe('the event of a changed exposure', () => {
  it('names the node as the topology does, and the switch', () => {
    expect(change('off', { cluster: 'c', job: 'broker', node: 'b:8080', instance: 'b:8080' })).toEqual({
      type: 'exposure_changed',
      severity: 'warning',
      timeMs: 5000,
      cluster: 'c',
      node: 'c/broker/b:8080',
      summary: 'broker b:8080 no longer exposes: Metrics by topic',
      details: {
        capability: 'topic_metrics',
        state: 'off',
        instance: 'b:8080',
        setting: 'exposeTopicLevelMetricsInPrometheus in broker.conf',
      },
    });
  });

  it('has no node where the job is none of ours', () => {
    const event = change('on', { job: 'my-brokers', instance: 'b:1' });
    expect(event).not.toHaveProperty('node');
    expect(event).toMatchObject({ severity: 'info', summary: 'my-brokers b:1 exposes now: Metrics by topic' });
  });
});
