import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { FrameKind } from '../frames/index.ts';
import { registerConsole } from './console.ts';
import type { ApiContext } from './context.ts';
import { registerLifecycle } from './lifecycle.ts';
import { registerMetrics } from './metrics.ts';
import { registerExport } from './observatory/export.ts';
import { registerFrames } from './observatory/frames.ts';
import { registerNodes } from './observatory/nodes.ts';
import { openApiDocument } from './observatory/openapi.ts';
import { OperationRegistry } from './observatory/operation.ts';
import { registerSession } from './observatory/session.ts';
import { registerObservatoryStatus } from './observatory/status.ts';
import { registerAdminTsdb } from './prometheus/admin-tsdb.ts';
import { registerExemplars } from './prometheus/exemplars.ts';
import { registerExpression } from './prometheus/expression.ts';
import { registerFederate } from './prometheus/federate.ts';
import { registerImport } from './prometheus/import.ts';
import { registerLabels } from './prometheus/labels.ts';
import { registerMetadata } from './prometheus/metadata.ts';
import { registerQuery } from './prometheus/query.ts';
import { registerRules } from './prometheus/rules.ts';
import { registerSeries } from './prometheus/series.ts';
import { registerStatus } from './prometheus/status.ts';
import { registerTargets } from './prometheus/targets.ts';
import { registerWrite } from './prometheus/write.ts';

const anyObject = z.record(z.string(), z.unknown());

export interface ApiOptions {
  secure: boolean;
  /** Folder of the built console. */
  consoleDirectory: string;
  /** Kinds of queries that `POST /frames` answers beside PromQL. */
  frameKinds?: readonly FrameKind[];
  /** More operations of the Observatory API that other parts serve (streams). */
  extend?: (app: FastifyInstance, operations: OperationRegistry) => void;
}

/** All resources of the sidecar. */
export function registerApi(app: FastifyInstance, context: ApiContext, options: ApiOptions): void {
  for (const register of [
    registerQuery,
    registerExemplars,
    registerSeries,
    registerLabels,
    registerMetadata,
    registerTargets,
    registerRules,
    registerExpression,
    registerStatus,
    registerAdminTsdb,
    registerWrite,
    registerImport,
    registerFederate,
    registerLifecycle,
    registerMetrics,
  ]) {
    register(app, context);
  }
  const operations = new OperationRegistry(app);
  registerSession(operations, context, options.secure);
  registerObservatoryStatus(operations, context);
  registerNodes(operations, context);
  registerFrames(operations, context, options.frameKinds);
  registerExport(operations, context);
  options.extend?.(app, operations);
  registerOpenApi(operations, context.process.version);
  registerConsole(app, options.consoleDirectory);
}

function registerOpenApi(operations: OperationRegistry, version: string): void {
  let document: Record<string, unknown> | undefined;
  operations.add({
    method: 'GET',
    path: '/openapi.json',
    role: 'reader',
    summary: 'This document',
    answer: anyObject,
    handle: () => (document ??= openApiDocument(operations.entries, version)),
  });
}
