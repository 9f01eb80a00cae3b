import path from 'node:path';
import type { Config } from '../config/index.ts';
import { auditEntry, Control, GrafanaIdentity, type ServiceAgents } from '../control/index.ts';
import type { IdentitySource } from '../http/observatory/control-actor.ts';
import type { PromqlSource } from '../storage.ts';
import type { StreamHub } from '../stream/index.ts';
import type { Topology } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';

export interface ControlParts {
  clock: Clock;
  logger: Logger;
  version: string;
  hub: StreamHub;
  promql: PromqlSource;
  topology: Topology;
  agents?: ServiceAgents;
}

export interface ControlWiring {
  control: Control;
  identity: IdentitySource;
  applyConfig(config: Config): Promise<void>;
}

/** A forged header is told once a minute in the audit, and each time in the log. */
const REFUSALS_MS = 60_000;

/** Control, its stream channel `operations`, and who its callers are. */
export function createControl(config: Config, parts: ControlParts): ControlWiring {
  const { clock, hub, promql, topology, agents } = parts;
  const logger = parts.logger.child({ part: 'control' });
  hub.registerChannel('operations');
  const control = new Control({
    directory: path.join(config.storage.path, 'control'),
    clock,
    logger,
    userAgent: `pulsar-observatory/${parts.version}`,
    promql,
    topology,
    agents: () => agents,
    onChange: (execution) => hub.publish('operations', execution, execution.id),
  });
  let grafana: { url: string; identity: GrafanaIdentity } | undefined;
  let toldMs = Number.NEGATIVE_INFINITY;
  const refused = (reason: string) => logger.warn({ reason }, 'X-Grafana-Id proves nothing: the audit names the token');
  return {
    control,
    identity: {
      async grafanaUser(header, role, address) {
        const name = await grafana?.identity.nameOf(header);
        if (name === undefined && grafana && clock.now() - toldMs >= REFUSALS_MS) {
          toldMs = clock.now();
          const actor = { name: 'X-Grafana-Id without proof', role, via: 'token' as const, address };
          await control.audit.append(auditEntry('identity_refused', actor, 'refused')).catch(() => {});
        }
        return name;
      },
    },
    async applyConfig(current) {
      await control.applyConfig(current);
      const url = current.auth.grafana?.url;
      if (url !== grafana?.url)
        grafana = url === undefined ? undefined : { url, identity: new GrafanaIdentity({ url, onRefused: refused }) };
    },
  };
}
