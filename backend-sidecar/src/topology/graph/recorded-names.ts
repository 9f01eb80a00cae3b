import type { GraphBuilder } from './graph-builder.ts';

/** Names that a recording gave its nodes, beside the ids that Pulsar gives them. */
export function addRecordedNames(builder: GraphBuilder): void {
  for (const [subject, { value }] of builder.facts.entries('recordedName')) {
    const cut = subject.indexOf('/');
    const [kind, id] = [subject.slice(0, cut), subject.slice(cut + 1)];
    if (!value || (kind !== 'broker' && kind !== 'bookie' && kind !== 'function_worker')) continue;
    const node = builder.find(kind, id);
    if (!node) continue;
    node.attributes.recordedName = value.name;
    node.attributes.httpAddress ??= value.address;
  }
}
