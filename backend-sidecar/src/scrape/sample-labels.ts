import type { ScrapeConfig } from '../config/config.ts';
import { Labels } from '../model/labels.ts';
import type { Relabeler } from './relabel.ts';

/**
 * The final labels of a scraped series: target labels merged in by the rules of `honor_labels`, then metric relabelling.
 * Without `honor_labels` a scraped label that is also a target label moves to `exported_…`, with the prefix repeated
 * until the name is free.
 */
export function sampleLabels(
  target: Labels,
  config: Pick<ScrapeConfig, 'honor_labels'>,
  relabel: Relabeler,
): (scraped: Labels) => Labels | undefined {
  const own = [...target.entries()];
  if (config.honor_labels) {
    return (scraped) => {
      const labels = scraped.toMap();
      for (const [name, value] of own) if (!labels.has(name)) labels.set(name, value);
      return relabel(Labels.fromPairs(labels));
    };
  }
  return (scraped) => {
    const labels = scraped.toMap();
    let conflicts: [string, string][] | undefined;
    for (const [name, value] of own) {
      const exposed = labels.get(name);
      if (exposed !== undefined) (conflicts ??= []).push([name, exposed]);
      labels.set(name, value);
    }
    // Shorter names first, so that the outcome does not depend on the order of labels.
    conflicts?.sort(([a], [b]) => a.length - b.length);
    for (const [name, value] of conflicts ?? []) {
      let renamed = `exported_${name}`;
      while (labels.has(renamed)) renamed = `exported_${renamed}`;
      labels.set(renamed, value);
    }
    return relabel(Labels.fromPairs(labels));
  };
}
