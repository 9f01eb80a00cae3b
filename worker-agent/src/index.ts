/** The agent on worker hosts: metrics, logs and services of a host, over one outbound connection to the sidecar. */
export { startAgent, type Agent, type AgentOptions } from './agent.ts';
export { loadAgentConfig, parseAgentConfig, type AgentConfig } from './config.ts';
export { createLogger } from './util/logger.ts';
