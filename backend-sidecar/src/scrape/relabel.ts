/**
 * Relabelling as in Prometheus 3 (model/relabel): rules run in order over a label set; each may drop it.
 * Rules are compiled once; the common shapes (keep/drop on a literal, replace with the defaults) skip the regex.
 */
import { createHash } from 'node:crypto';
import { compileRelabelRegex } from '../config/relabel-regex.ts';
import type { RelabelConfig } from '../config/config.ts';
import { Labels } from '../model/labels.ts';
import { compileRegex } from '../model/matcher.ts';
import { expandTemplate, parseTemplate } from './relabel-template.ts';

/** The relabelled set, or undefined when a rule dropped it. */
export type Relabeler = (labels: Labels) => Labels | undefined;

/** Mutable labels under way; setting the empty value removes. Returns false to drop the set. */
type Rule = (labels: Map<string, string>) => boolean;

export function compileRelabeling(configs: readonly RelabelConfig[]): Relabeler {
  if (configs.length === 0) return (labels) => labels;
  const rules = configs.map(compileRule);
  return (labels) => {
    const map = labels.toMap();
    for (const rule of rules) if (!rule(map)) return undefined;
    return Labels.fromPairs(map);
  };
}

function compileRule(config: RelabelConfig): Rule {
  const { source_labels: sources, separator, target_label: target } = config;
  const source = (labels: Map<string, string>): string => {
    if (sources.length === 1) return labels.get(sources[0]) ?? '';
    return sources.map((name) => labels.get(name) ?? '').join(separator);
  };
  switch (config.action) {
    case 'keep':
    case 'drop': {
      const regex = compileRegex(config.regex);
      const wanted = config.action === 'keep';
      return (labels) => regex.test(source(labels)) === wanted;
    }
    case 'keepequal':
      return (labels) => (labels.get(target) ?? '') === source(labels);
    case 'dropequal':
      return (labels) => (labels.get(target) ?? '') !== source(labels);
    case 'replace':
      return compileReplace(config, source);
    case 'lowercase':
      return (labels) => assign(labels, target, source(labels).toLowerCase());
    case 'uppercase':
      return (labels) => assign(labels, target, source(labels).toUpperCase());
    case 'hashmod': {
      const modulus = BigInt(config.modulus);
      // Only the last 8 bytes of the digest count, as in every Prometheus, so that shards agree.
      return (labels) =>
        assign(labels, target, String(createHash('md5').update(source(labels)).digest().readBigUInt64BE(8) % modulus));
    }
    case 'labelmap':
      return compileLabelMap(config);
    case 'labeldrop':
    case 'labelkeep': {
      const regex = compileRegex(config.regex);
      const dropped = config.action === 'labeldrop';
      return (labels) => {
        for (const name of [...labels.keys()]) if (regex.test(name) === dropped) labels.delete(name);
        return true;
      };
    }
  }
}

function compileReplace(config: RelabelConfig, source: (labels: Map<string, string>) => string): Rule {
  const targetTemplate = parseTemplate(config.target_label);
  const valueTemplate = parseTemplate(config.replacement);
  const plainTarget = !config.target_label.includes('$');
  if (plainTarget && config.regex === '(.*)') {
    // The default expression matches everything: no regex needed unless a group beyond $1 is named, which is empty.
    return (labels) => {
      const value = source(labels);
      return assign(
        labels,
        config.target_label,
        expandTemplate(valueTemplate, (group) => (group === 0 || group === 1 ? value : '')),
      );
    };
  }
  const regex = compileRelabelRegex(config.regex);
  const named = regex.namedGroups();
  return (labels) => {
    const matcher = regex.matcher(source(labels));
    if (!matcher.matches()) return true;
    const group = (reference: number | string): string => {
      const index = typeof reference === 'number' ? reference : named[reference];
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
    };
    const target = plainTarget ? config.target_label : expandTemplate(targetTemplate, group);
    return target === '' ? true : assign(labels, target, expandTemplate(valueTemplate, group));
  };
}

function compileLabelMap(config: RelabelConfig): Rule {
  const regex = compileRelabelRegex(config.regex);
  const named = regex.namedGroups();
  const template = parseTemplate(config.replacement);
  return (labels) => {
    for (const [name, value] of [...labels]) {
      const matcher = regex.matcher(name);
      if (!matcher.matches()) continue;
      const target = expandTemplate(template, (reference) => {
        const index = typeof reference === 'number' ? reference : named[reference];
        return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
      });
      // Prometheus would make a label without a name, which nothing can select.
      if (target !== '') assign(labels, target, value);
    }
    return true;
  };
}

function assign(labels: Map<string, string>, name: string, value: string): true {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
  return true;
}
