import type { AgentInfo, AgentService } from '@observatory/protocol/agents';

export function agentOf(id: string, changes: Partial<AgentInfo> = {}): AgentInfo {
  return {
    id,
    state: 'connected',
    host: `${id}.example`,
    platform: 'linux',
    version: '0.1.0',
    cluster: 'prod-1',
    enrolledMs: 1_000_000,
    lastSeenMs: 2_000_000,
    kid: 'kid-1',
    commands: [],
    nodes: [],
    statistics: {
      total_reports: 10,
      failed_reports: 0,
      success_rate_percent: 100,
      current_interval: 30,
      last_report_status: 'success',
      running: true,
      dropped_lines: 0,
    },
    processes: [],
    services: 1,
    ...changes,
  };
}

export function serviceOfAgent(agent: string, name: string, changes: Partial<AgentService> = {}): AgentService {
  return {
    name,
    manager: 'supervised',
    state: 'running',
    run: `run-${agent}-${name}`,
    restarts: 0,
    actions: ['start', 'stop', 'restart'],
    agent,
    host: `${agent}.example`,
    cluster: 'prod-1',
    agentConnected: true,
    ...changes,
  };
}
