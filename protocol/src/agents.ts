/**
 * What passes between an agent and the sidecar, over one WebSocket that the agent opens at
 * `/api/observatory/v1/agents/connect`, and what the API says of agents and their services.
 *
 * The sidecar speaks first (`challenge`), the agent proves its key (`hello`), the sidecar says what it has (`welcome`). From
 * then on the agent sends numbered records; the sidecar acknowledges a number once all up to it is on its disk. After a
 * reconnect the agent sends again from the first number that was not acknowledged, and the sidecar skips what it has.
 */
import * as z from 'zod';
import { logLine } from './logs.ts';

export const AGENT_PROTOCOL = 1;
export const AGENT_CONNECT_PATH = '/api/observatory/v1/agents/connect';
/** Largest message of an agent. */
export const MAX_AGENT_MESSAGE_BYTES = 1 << 20;
/** Seconds between two reports. */
export const MIN_INTERVAL_SECONDS = 30;
export const MAX_INTERVAL_SECONDS = 300;

/** Name of an agent, and of a service: what stands in addresses, labels and file names, so nothing else is let in. */
export const agentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected letters, digits, ".", "_" or "-", at most 63');
export const serviceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,126}$/, 'expected letters, digits, ".", "_", "@" or "-", at most 127');

export const SERVICE_MANAGERS = ['supervised', 'systemd', 'docker', 'kubernetes'] as const;
export const serviceManager = z.enum(SERVICE_MANAGERS);
export type ServiceManagerKind = z.infer<typeof serviceManager>;

/** `starting` and `stopping` pass; `error`: it ended by itself, or its manager cannot be asked. */
export const serviceState = z.enum(['running', 'stopped', 'starting', 'stopping', 'error', 'unknown']);
export type ServiceState = z.infer<typeof serviceState>;

export const SERVICE_ACTIONS = ['start', 'stop', 'restart'] as const;
export const serviceAction = z.enum(SERVICE_ACTIONS);
export type ServiceAction = z.infer<typeof serviceAction>;

export const serviceStatus = z.object({
  name: serviceName,
  manager: serviceManager,
  state: serviceState,
  /** Topology id of the node that the service is (`demo-1/broker/10.0.0.1:8080`), where the configuration says so. */
  node: z.string().max(500).optional(),
  /** Names this run of it (pid and start, container start, …): another value means that it was started again. */
  run: z.string().max(300).optional(),
  pid: z.number().int().optional(),
  sinceMs: z.number().optional(),
  /** Starts after failures since the agent knows it. */
  restarts: z.number().int().optional(),
  /** `host:port` its processes listen on; told where the configuration does not say which node it is. */
  listens: z.array(z.string().max(80)).max(64).optional(),
  /** Why it is not running, in the manager's words. */
  detail: z.string().max(2000).optional(),
  /** What may be done with it from here; empty for a service that is only watched. */
  actions: z.array(serviceAction),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;

/** One series' value at the time of a sample: metric name, labels, value. */
const point = z.tuple([
  z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/),
  z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/), z.string().max(512)),
  z.number(),
]);
export type MetricPoint = z.infer<typeof point>;

export const hostSummary = z.object({
  timeMs: z.number(),
  cpuPercent: z.number(),
  memoryPercent: z.number(),
  memoryTotalBytes: z.number(),
  memoryAvailableBytes: z.number(),
  memoryUsedBytes: z.number(),
  /** Of the fullest file system. */
  diskPercent: z.number(),
  networkReceiveBytesPerSecond: z.number(),
  networkTransmitBytesPerSecond: z.number(),
});
export type HostSummary = z.infer<typeof hostSummary>;

export const processRow = z.object({
  pid: z.number().int(),
  name: z.string().max(256),
  /** Of one core. */
  cpuPercent: z.number(),
  memoryBytes: z.number(),
});
export type ProcessRow = z.infer<typeof processRow>;

/** The reporter's statistics. */
export const reporterStatistics = z.object({
  total_reports: z.number(),
  failed_reports: z.number(),
  success_rate_percent: z.number(),
  /** Seconds. */
  current_interval: z.number(),
  last_report_status: z.enum(['none', 'success', 'failed']),
  running: z.boolean(),
  /** Log lines that no buffer had room for, since the agent started to count. */
  dropped_lines: z.number(),
});
export type ReporterStatistics = z.infer<typeof reporterStatistics>;

export const agentReport = z.object({
  /** All samples since the last report, oldest first: the interval of reports adapts, the resolution does not. */
  samples: z
    .array(z.object({ summary: hostSummary, points: z.array(point).max(2000) }))
    .min(1)
    .max(40),
  /** The largest by CPU and by memory. */
  processes: z.array(processRow).max(60),
  processCount: z.number().int(),
  services: z.array(serviceStatus).max(500),
  statistics: reporterStatistics,
});
export type AgentReport = z.infer<typeof agentReport>;

/** What is numbered, kept until it is acknowledged, and told once. */
export const agentRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('report'), report: agentReport }),
  z.object({ kind: z.literal('logs'), lines: z.array(logLine).max(2000) }),
  z.object({ kind: z.literal('services'), services: z.array(serviceStatus).max(500) }),
  /** So many lines before this place had no room: total since the agent's buffer was made. */
  z.object({ kind: z.literal('dropped'), lines: z.number().int(), bytes: z.number() }),
]);
export type AgentRecord = z.infer<typeof agentRecord>;

export const agentPublicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type AgentPublicKey = z.infer<typeof agentPublicKey>;

const jws = z.string().max(4096);
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const id = z.string().min(1).max(100);

export const commandOutcome = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('done'),
    state: serviceState,
    output: z.string().max(16_384),
    durationMs: z.number(),
    repeated: z.boolean(),
  }),
  z.object({
    outcome: z.enum(['refused', 'failed', 'unknown']),
    code: z.string().max(100),
    reason: z.string().max(4000),
    output: z.string().max(16_384),
  }),
]);
export type CommandOutcome = z.infer<typeof commandOutcome>;

export const reporterCommand = z.discriminatedUnion('command', [
  z.object({ command: z.enum(['stop', 'start', 'status', 'report_now']) }),
  z.object({
    command: z.literal('set_interval'),
    intervalSeconds: z.number().int().min(MIN_INTERVAL_SECONDS).max(MAX_INTERVAL_SECONDS),
  }),
]);
export type ReporterCommand = z.infer<typeof reporterCommand>;

export const agentMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.number().int(),
    agent: agentName,
    /** JWT over the challenge, signed with the agent's key: `nonce`, `sub`, `iat`. */
    jws,
    /** Names the agent's buffer: numbers count within it. */
    buffer: z.string().regex(/^[A-Za-z0-9_-]{8,40}$/),
    /** Number of the oldest record it still has. */
    firstSeq: seq,
    version: z.string().max(50),
    host: z.string().max(255),
    /** IP addresses of the host, without loopback ones. */
    addresses: z.array(z.string().max(64)).max(64).optional(),
    platform: z.string().max(100),
    cluster: z.string().max(200),
    /** What `exec` may name. */
    commands: z.array(z.string().max(100)).max(200),
  }),
  z.object({ type: z.literal('record'), seq, record: agentRecord }),
  z.object({ type: z.literal('result'), id, result: commandOutcome }),
  z.object({ type: z.literal('statistics'), id, statistics: reporterStatistics }),
  z.object({ type: z.literal('rotate'), publicKey: agentPublicKey, jws }),
]);
export type AgentMessage = z.infer<typeof agentMessage>;

const budgetMs = z.number().int().min(0).max(3_600_000);

export const sidecarMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('challenge'), nonce: z.string() }),
  z.object({ type: z.literal('welcome'), seq, timeMs: z.number() }),
  z.object({ type: z.literal('ack'), seq }),
  /** Time left, not a time of day: the clocks of two hosts differ. */
  z.object({
    type: z.literal('command'),
    id,
    key: z.string().min(1).max(200),
    budgetMs,
    service: serviceName,
    action: serviceAction,
  }),
  z.object({
    type: z.literal('exec'),
    id,
    key: z.string().min(1).max(200),
    budgetMs,
    command: z.string().max(100),
    args: z.array(z.string().max(8192)).max(50),
  }),
  z.object({ type: z.literal('reporter'), id, request: reporterCommand }),
  z.object({ type: z.literal('suggest'), intervalSeconds: z.number() }),
  z.object({ type: z.literal('rotate_key') }),
  z.object({ type: z.literal('rotated'), kid: z.string() }),
  z.object({ type: z.literal('refused'), code: z.string(), message: z.string() }),
]);
export type SidecarMessage = z.infer<typeof sidecarMessage>;

/** Body of `POST /agents/enroll`: a one-time token, and proof that the agent has the key it shows. */
export const enrolRequest = z.strictObject({
  agent: agentName,
  token: z.string().min(20).max(200),
  publicKey: agentPublicKey,
  /** JWT signed with the key: `sub` the agent, `tok` the SHA-256 of the token in base64url. */
  jws,
});
export type EnrolRequest = z.infer<typeof enrolRequest>;
export const enrolAnswer = z.object({ agent: agentName, kid: z.string() });
export type EnrolAnswer = z.infer<typeof enrolAnswer>;

export const enrolTokenRequest = z.strictObject({
  /** The only agent that may use it; any name when left out. */
  agent: agentName.optional(),
  expiresSeconds: z.number().int().min(60).max(604_800).default(3600),
});
export const enrolTokenAnswer = z.object({ token: z.string(), expiresMs: z.number(), agent: agentName.optional() });

export const agentState = z.enum(['connected', 'stale', 'gone', 'revoked']);
export type AgentState = z.infer<typeof agentState>;

export const agentInfo = z.object({
  id: agentName,
  state: agentState,
  host: z.string(),
  platform: z.string(),
  version: z.string(),
  cluster: z.string(),
  enrolledMs: z.number(),
  lastSeenMs: z.number().optional(),
  /** Fingerprint of its key. */
  kid: z.string(),
  commands: z.array(z.string()),
  /** Topology ids of its services. */
  nodes: z.array(z.string()),
  statistics: reporterStatistics.optional(),
  summary: hostSummary.optional(),
  processes: z.array(processRow),
  services: z.number().int(),
});
export type AgentInfo = z.infer<typeof agentInfo>;
export const agentList = z.object({ agents: z.array(agentInfo) });
export type AgentList = z.infer<typeof agentList>;

/** `GET /services`. */
export const agentService = serviceStatus.extend({
  agent: agentName,
  host: z.string(),
  cluster: z.string(),
  /** False: what is told is what was last known. */
  agentConnected: z.boolean(),
  /** Where `node` comes from: the agent's configuration, or the address on which the service listens. */
  nodeFrom: z.enum(['configuration', 'address']).optional(),
});
export type AgentService = z.infer<typeof agentService>;
export const serviceList = z.object({ services: z.array(agentService) });
export type ServiceList = z.infer<typeof serviceList>;

/** Payload of the stream channel `agents`, keyed by agent: the agent with its services. */
export const agentChange = agentInfo.extend({ serviceList: z.array(agentService) });
export type AgentChange = z.infer<typeof agentChange>;
