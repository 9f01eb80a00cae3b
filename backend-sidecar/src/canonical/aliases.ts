import { ALIASES, type Alias } from './alias-table.ts';
import { HISTOGRAM_FAMILIES } from './histogram-families.ts';

const byName = new Map<string, Alias>();
const wildcards: { prefix: string; alias: Alias }[] = [];
for (const alias of ALIASES) {
  for (const { name } of [{ name: alias.name }, ...alias.also]) {
    if (name.endsWith('*')) wildcards.push({ prefix: name.slice(0, -1), alias });
    else byName.set(name, alias);
  }
}

/** Each native bucket, sum and count to its canonical histogram. */
const histogramOf = new Map<string, string>();
for (const { canonical, buckets, sum } of HISTOGRAM_FAMILIES) {
  for (const { name } of buckets) histogramOf.set(name, canonical);
  if (sum) {
    histogramOf.set(sum.native.name, canonical);
    histogramOf.set(sum.native.name.replace(/_sum$/, '_count'), canonical);
  }
}

/** The derived metric that says what a native one says, but can be put together. */
export function canonicalOf(name: string): string | undefined {
  const derived = byName.get(name)?.name;
  return histogramOf.get(name) ?? (derived !== name && derived?.startsWith('observatory_') ? derived : undefined);
}

/** What a metric is called elsewhere: in other versions, by OpenTelemetry, or as a derived one. Without itself. */
export function aliasesOf(name: string): string[] {
  const found = aliasOf(name);
  if (!found) return [];
  const { alias, prefix } = found;
  const rest = prefix === undefined ? '' : name.slice(prefix.length);
  return [alias.name, ...alias.also.map((each) => each.name)]
    .map((each) => (each.endsWith('*') ? each.slice(0, -1) + rest : each))
    .filter((each) => each !== name);
}

/** Today's native name of a metric that was renamed, or that documentation or dashboards spell wrongly. */
export function renamedTo(name: string): { name: string; source: string } | undefined {
  const found = aliasOf(name);
  if (!found) return undefined;
  const { alias, prefix } = found;
  const old = alias.also.find((each) => (prefix === undefined ? each.name === name : each.name === `${prefix}*`));
  if (!old || (old.until === undefined && old.from !== 'documentation' && old.from !== 'dashboards')) return undefined;
  const current = alias.name.endsWith('*') ? alias.name.slice(0, -1) + name.slice(prefix?.length) : alias.name;
  return { name: current, source: alias.source };
}

function aliasOf(name: string): { alias: Alias; prefix?: string } | undefined {
  const alias = byName.get(name);
  if (alias) return { alias };
  return wildcards.find(({ prefix }) => name.startsWith(prefix));
}
