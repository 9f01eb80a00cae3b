import { parseId } from '../topology/model/node-name.ts';

/** Name of a target for people: of a service its name and host, of a node its name. */
export function targetName(id: string): string {
  const service = serviceOf(id);
  return service ? `${service.service} on ${service.agent}` : parseId(id).name;
}

/** `agents/<agent>/<service>`, or undefined for a node. */
export function serviceOf(id: string): { agent: string; service: string } | undefined {
  const match = /^agents\/([^/]+)\/([^/]+)$/.exec(id);
  return match ? { agent: match[1], service: match[2] } : undefined;
}

export const serviceId = (agent: string, service: string): string => `agents/${agent}/${service}`;

/** The kind of thing that a target id names: what operations are for. */
export function kindOfTarget(id: string): string {
  return serviceOf(id) ? 'service' : parseId(id).kind;
}
