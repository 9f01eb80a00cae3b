import type { AnalysedNode, Candidate, Explanation, RejectedHypothesis } from '@observatory/protocol/analysis';

/** A stalled bookie, slow publishes of a broker: an answer as the sidecar gives it, shortened. */
const T = Date.parse('2026-11-22T04:08:40.000Z');
export const WINDOW = { fromMs: T, toMs: T + 60_000 };
const at = (seconds: number): string => new Date(T + seconds * 1000).toISOString();

export const bookie: AnalysedNode = {
  kind: 'bookie',
  id: 'demo-1/bookie/127.0.0.1:3182',
  name: 'bookie-2',
  aliases: ['127.0.0.1:3182'],
};
export const broker: AnalysedNode = {
  kind: 'broker',
  id: 'demo-1/broker/127.0.0.1:8081',
  name: 'broker-2',
  aliases: [],
};

const seconds = Array.from({ length: 60 }, (_, row) => -240 + row * 5);
const points = (value: (second: number) => number | null) => ({
  t: seconds.map((second) => T + second * 1000),
  v: seconds.map(value),
});

export function candidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    rank: 1,
    node: bookie,
    change: {
      kind: 'unreachable',
      class: 'change',
      text: 'bookie-2 did not answer',
      from: 1,
      to: 0,
      unit: '',
      direction: 'down',
    },
    onset: at(1),
    confidence: 0.95,
    sentence: 'Bookie-2 did not answer scrapes for about 14 s; 2 s later publishes acknowledged of broker-2 fell.',
    evidence: [
      {
        query: 'min(up{instance="127.0.0.1:8002"})',
        label: 'answers to scrapes',
        node: bookie,
        unit: '',
        baseline: 1,
        window: 0,
        peak: 0,
        score: 20.8,
        onset: at(1),
        live: true,
        leadSeconds: 2,
        points: points((second) => (second > 0 && second < 15 ? 0 : 1)),
      },
    ],
    path: [{ node: bookie }, { node: broker, via: 'writes wait for the ack quorum' }],
    next_step: 'See whether the process is frozen.',
    ...changes,
  };
}

export function hypothesis(changes: Partial<RejectedHypothesis> = {}): RejectedHypothesis {
  return {
    node: { kind: 'subscription', id: 'demo-1/subscription/a#audit', name: 'audit', aliases: [] },
    topic: 'persistent://acme/payments/orders',
    subscription: 'audit',
    change: { kind: 'delivery', class: 'load', text: 'audit fell', from: 3, to: 1, unit: '/s', direction: 'down' },
    onset: at(20),
    reason: 'it began 17 s after the symptom',
    ...changes,
  };
}

export function explanationOf(changes: Partial<Explanation> = {}): Explanation {
  return {
    window: { from: at(0), to: at(60) },
    baseline: { from: at(-240), to: at(0) },
    symptom: {
      query: 'sum(rate(publishes[10s]))',
      found: false,
      text: 'publishes acknowledged of broker-2 fell from 212/s to 123/s',
      node: broker,
      onset: at(3),
      unit: '/s',
      baseline: 212,
      peak: 61,
      points: points((second) => (second > 2 ? 61 : 212)),
    },
    comparisons: 304,
    candidates: [
      candidate(),
      candidate({
        rank: 2,
        node: broker,
        change: {
          kind: 'latency',
          class: 'symptom',
          text: 'add latency rose',
          from: 4,
          to: 61,
          unit: 'ms',
          direction: 'up',
        },
        confidence: 0.2,
      }),
    ],
    effects: [
      hypothesis({ change: { ...hypothesis().change, text: 'deliveries stopped' }, reason: 'follows from bookie-2' }),
    ],
    rejected: [hypothesis()],
    summary: 'Publishes fell. Best candidate (95 %): bookie-2 did not answer.',
    notes: [],
    complete: true,
    ...changes,
  };
}
