/** What an operation is: one object a file in catalogue/, from which page, command, API, permission and docs derive. */
import type { AgentService } from '@observatory/protocol/agents';
import type { BlastItem, ControlTarget, Finding, OperationParameters, Risk } from '@observatory/protocol/control';
import type { RoleName } from '@observatory/protocol/session';
import type { z } from 'zod';
import type { AgentCommands } from '../agents/types.ts';
import type { Graph, GraphNode } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';
import type { ClusterControl } from './cluster/cluster-control.ts';

/** Anything that outlives the process as JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What an operation is about, found in the live graph (or among the agents' services). */
export interface Target {
  /** Topology id, or `agents/<agent>/<service>`. */
  id: string;
  kind: ControlTarget;
  /** Empty for a service. */
  cluster: string;
  /** The name within kind and cluster: what is typed to confirm. */
  name: string;
}

/** Agents as control needs them: their commands, and what they last said of their services. */
export interface ServiceAgents extends AgentCommands {
  services(): readonly AgentService[];
}

/** What steps act on and look at. */
export interface ControlWorld {
  clock: Clock;
  /** Of the target. Throws when it is not configured; a service needs none. */
  readonly cluster: ClusterControl;
  agents: ServiceAgents | undefined;
  /** Aborts when the execution is given up: at its deadline, or when the sidecar stops. */
  signal: AbortSignal;
  /** Time until which the step may take, ms since the epoch. */
  deadlineMs: number;
  /** What another step of the execution found before it acted: what a restoring step goes back to. */
  stepBefore: (step: string) => Json | undefined;
  /** Names the step of this execution for ever, so that agents do a command once. */
  key: string;
}

export interface SurveyInput<P> {
  target: Target;
  parameters: P;
  graph: Graph;
  /** The target's own node; undefined for a service. */
  node: GraphNode | undefined;
  world: Pick<ControlWorld, 'clock' | 'cluster' | 'agents' | 'signal'>;
}

/** What the plan rests on. */
export interface Survey {
  /** What the steps need to know of the present; kept in the journal with the execution. */
  facts: { readonly [key: string]: Json };
  blast: BlastItem[];
  findings: Finding[];
}

export interface StepsInput<P> {
  target: Target;
  parameters: P;
  facts: { readonly [key: string]: Json };
}

export type Presence = 'done' | 'not_done' | 'unknown';

/**
 * One call and its wait. `check` looks whether its effect is there: asked after a crash or a lost answer, so that nothing
 * is done twice. A step that has neither `check` nor `repeatable` ends its execution as `unknown` then.
 */
export interface Step {
  id: string;
  title: string;
  /** The request as it is sent. */
  call: string;
  /** Doing it again changes nothing more. */
  repeatable: boolean;
  /** Restores what the step of that id changed: it is done even when the execution fails or is stopped, if that began. */
  restores?: string;
  timeoutMs: number;
  /** What was so before it; kept with the beginning of the step and given to the others. */
  before?: (world: ControlWorld) => Promise<Json>;
  /** What it takes to act, waited for in the step's time: that an agent is back after a restart of the sidecar. */
  ready?: (world: ControlWorld) => { ready: boolean; note: string };
  /** @returns what was answered, for the record. */
  run: (world: ControlWorld, before: Json) => Promise<string>;
  check?: (world: ControlWorld, before: Json) => Promise<Presence>;
  /** Asked again and again after `run` until it is ready. */
  settled?: (world: ControlWorld, before: Json) => Promise<{ ready: boolean; note: string }>;
}

export type StopCondition = 'write_latency' | 'backlog_growth' | 'under_replication';

export interface ControlOperation<P extends OperationParameters = OperationParameters> {
  id: string;
  title: string;
  summary: string;
  targets: readonly ControlTarget[];
  risk: Risk;
  role: Exclude<RoleName, 'reader'>;
  parameters: z.ZodType<P>;
  /** What is done, with names: the audit's text and the plan's headline. */
  sentence: (target: Target, parameters: P) => string;
  survey: (input: SurveyInput<P>) => Promise<Survey> | Survey;
  steps: (input: StepsInput<P>) => Step[];
  /** What `verify` looks at, in words. */
  verification: string;
  verify: (input: StepsInput<P>, world: ControlWorld) => Promise<{ ok: boolean; message: string }>;
  stopsOn: readonly StopCondition[];
  /** How to take it back, or that one cannot. */
  undo: string;
  deadlineMs: number;
}

/** An operation of any parameters, as the registry holds them. The parameters were checked by its own schema before. */
export type AnyOperation = Omit<ControlOperation, 'parameters' | 'sentence' | 'survey' | 'steps' | 'verify'> & {
  parameters: z.ZodType<OperationParameters>;
  sentence: (target: Target, parameters: OperationParameters) => string;
  survey: (input: SurveyInput<OperationParameters>) => Promise<Survey> | Survey;
  steps: (input: StepsInput<OperationParameters>) => Step[];
  verify: (input: StepsInput<OperationParameters>, world: ControlWorld) => Promise<{ ok: boolean; message: string }>;
};

/** Declares an operation with the types of its parameters, and forgets them. */
export function operation<P extends OperationParameters>(definition: ControlOperation<P>): AnyOperation {
  return definition as unknown as AnyOperation;
}
