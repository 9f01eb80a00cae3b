import { createDemoCluster } from '../cluster.ts';
import { corpus, hasCorpus, recorded } from '../testing/corpus.ts';
import { parseExposition, type Exposition } from '../testing/exposition.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
const describeCorpus = hasCorpus ? describe : describe.skip;

/** What several bodies of one kind show together: family names, and for each metric the label names it comes with. */
function shape(bodies: Exposition[]) {
  const types = new Map<string, string>();
  const labels = new Map<string, Set<string>>();
  for (const body of bodies) {
    for (const [name, type] of body.types) if (!types.has(name)) types.set(name, type);
    for (const sample of body.samples) {
      const set = labels.get(sample.name) ?? new Set();
      set.add(Object.keys(sample.labels).join(','));
      labels.set(sample.name, set);
    }
  }
  return { types, labels };
}

const node = (name: string): string => name.replace(/_bk\d+_/, '_bk_');

describeCorpus(`bodies against those recorded in ${corpus}`, () => {
  const cluster = createDemoCluster({ seed: 5, startMs: START, speed: 'max', size: { workers: 2 } });
  cluster.advanceSync(START + 300_000);
  const flat = createDemoCluster({ seed: 5, startMs: START, speed: 'max', topicLevel: false });
  flat.advanceSync(START + 200_000);
  const demo = (kind: string, from = cluster) =>
    from
      .nodes()
      .filter((n) => n.kind === kind)
      .map((n) => parseExposition(from.scrape(n.name) ?? ''));

  const cases: [string, () => Exposition[], [string, string][]][] = [
    ['broker', () => [...demo('broker'), ...demo('function_worker')], [['metrics/topic-level', 'broker_'], ['metrics/baseline-15s', 'broker_']]],
    ['broker at namespace level', () => [...demo('broker', flat), ...demo('function_worker', flat)], [['metrics/namespace-level', 'broker_']]],
    ['bookie', () => demo('bookie'), [['metrics/topic-level', 'bookie_'], ['metrics/baseline-15s', 'bookie_']]],
    ['zookeeper', () => demo('zookeeper'), [['metrics/topic-level', 'zookeeper_'], ['metrics/baseline-15s', 'zookeeper_']]],
    ['function worker', () => [...demo('function_worker'), ...demo('broker')], [['metrics/topic-level', 'function-worker_'], ['metrics/baseline-15s', 'function-worker_']]],
  ]; // prettier-ignore

  it.each(cases)('exposes every family of a %s, with its type and its label names', (_, ours, folders) => {
    const bodies = folders
      .flatMap(([folder, prefix]) => recorded(folder, prefix).slice(-4))
      .map((b) => parseExposition(b.text));
    const real = shape(bodies);
    const mine = shape(ours());
    const missing = [...real.types].filter(([name, type]) => {
      const known = [...mine.types].find(([other]) => node(other) === node(name));
      return known?.[1] !== type;
    });
    expect(missing).toEqual([]);
    const labels = new Map([...mine.labels].map(([name, set]) => [node(name), set]));
    const wrong = [...real.labels].flatMap(([name, sets]) => {
      const known = labels.get(node(name));
      return known && [...known].some((l) => sets.has(l))
        ? []
        : [`${name}{${[...sets].join(' or ')}} is ${known ? [...known].join(' or ') : 'absent'}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has about as many series a topic and a subscription as a real broker', () => {
    const count = (exposition: Exposition) => {
      const topics = new Set(exposition.samples.map((s) => s.labels.topic).filter(Boolean)).size;
      const subs = new Set(
        exposition.samples
          .filter((s) => s.labels.subscription)
          .map((s) => `${s.labels.topic} ${s.labels.subscription}`),
      ).size;
      const ofTopics = exposition.samples.filter((s) => s.labels.topic && !s.labels.subscription).length;
      const ofSubs = exposition.samples.filter((s) => s.labels.subscription).length;
      return { perTopic: ofTopics / topics, perSub: ofSubs / subs };
    };
    const real = count(parseExposition(recorded('metrics/topic-level', 'broker_broker-2').at(-1)?.text ?? ''));
    expect(count(demo('broker')[1])).toEqual(real);
  });
});
