import { readFileSync } from 'node:fs';
import { enrolAnswer } from '@observatory/protocol/agents';
import { httpCall } from '../services/http-json.ts';
import { AgentError, messageOf } from '../util/agent-error.ts';
import { Identity } from './identity.ts';
import type { TlsFiles } from './sidecar-link.ts';

export interface EnrolOptions {
  url: string;
  agent: string;
  dataDirectory: string;
  token: string;
  tls?: TlsFiles;
}

/**
 * Makes a key and has the sidecar take it in for a one-time token. The key is kept once the sidecar has it.
 * @throws AgentError `OBS_AGENT_ENROL` with the sidecar's words.
 */
export async function enrol({ url, agent, dataDirectory, token, tls }: EnrolOptions): Promise<Identity> {
  const identity = Identity.create(agent, dataDirectory);
  const body = JSON.stringify(await identity.enrolment(token));
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));
  let answer;
  try {
    answer = await httpCall(
      { url, ca: read(tls?.ca_file), cert: read(tls?.cert_file), key: read(tls?.key_file) },
      { method: 'POST', path: '/api/observatory/v1/agents/enroll', body },
    );
  } catch (error) {
    throw new AgentError('OBS_AGENT_ENROL', `no sidecar answers at ${url}: ${messageOf(error)}`, { cause: error });
  }
  const taken = answer.status === 200 && enrolAnswer.safeParse(JSON.parse(answer.body)).success;
  if (!taken)
    throw new AgentError('OBS_AGENT_ENROL', `the sidecar did not take the agent in: ${reasonIn(answer.body)}`);
  identity.save();
  return identity;
}

function reasonIn(body: string): string {
  try {
    return (JSON.parse(body) as { error: { message: string } }).error.message;
  } catch {
    return body.slice(0, 200);
  }
}
