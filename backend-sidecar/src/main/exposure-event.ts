import type { NodeKind } from '@observatory/protocol/nodes';
import { CAPABILITIES, type ExposureChange } from '../canonical/index.ts';
import type { NewEvent } from '../events/index.ts';

/** Jobs made from `clusters:` (discovery/cluster-jobs.ts) and the kinds of node they scrape. */
const KIND_OF_JOB: Readonly<Record<string, NodeKind>> = {
  broker: 'broker',
  bookie: 'bookie',
  function_worker: 'function_worker',
};

/** Tells that a target exposes more or less than before although its process did not restart. */
export function exposureEvent({ target, capability, to, timestampMs }: ExposureChange): NewEvent {
  const cluster = target.get('cluster');
  const kind = KIND_OF_JOB[target.get('job')];
  const name = target.get('node') || target.get('instance');
  const { title = capability, setting } = CAPABILITIES.find(({ id }) => id === capability) ?? {};
  return {
    type: 'exposure_changed',
    severity: to === 'on' ? 'info' : 'warning',
    timeMs: timestampMs,
    cluster,
    ...(kind && { node: `${cluster}/${kind}/${name}` }),
    summary: `${target.get('job')} ${name} ${to === 'on' ? 'exposes now' : 'no longer exposes'}: ${title}`,
    details: {
      capability,
      state: to,
      instance: target.get('instance'),
      ...(setting && { setting: `${setting.key} in ${setting.file}` }),
    },
  };
}
