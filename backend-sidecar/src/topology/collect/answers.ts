/** Shapes of the answers that the topology reads, as recorded from Pulsar 4.0.8; further keys are let through unread. */
import * as z from 'zod';

export const namesAnswer = z.array(z.string());

export const ownedAnswer = z.record(z.string(), z.object({ is_active: z.boolean().nullish() }));

export const reportAnswer = z.object({
  pulsarServiceUrl: z.string().nullish(),
  pulsarServiceUrlTls: z.string().nullish(),
  brokerVersionString: z.string().nullish(),
  startTimestamp: z.number().nullish(),
});

export const policiesAnswer = z.object({
  bundles: z.object({ boundaries: z.array(z.string()).nullish() }).nullish(),
  replication_clusters: z.array(z.string()).nullish(),
  persistence: z
    .object({ bookkeeperEnsemble: z.number(), bookkeeperWriteQuorum: z.number(), bookkeeperAckQuorum: z.number() })
    .nullish(),
});

export const workerAnswer = z.object({ workerId: z.string() });
export const assignmentsAnswer = z.record(z.string(), z.array(z.string()));

/** Functions, sources and sinks describe where they read and write each in its own words. */
export const componentAnswer = z.object({
  parallelism: z.number().nullish(),
  inputs: z.array(z.string()).nullish(),
  inputSpecs: z.record(z.string(), z.unknown()).nullish(),
  sourceTopics: z.array(z.string()).nullish(),
  output: z.string().nullish(),
  topicName: z.string().nullish(),
});

export const bookieStateAnswer = z.object({
  running: z.boolean(),
  readOnly: z.boolean(),
  shuttingDown: z.boolean().default(false),
});

export const bookieInfoAnswer = z.object({ freeSpace: z.number(), totalSpace: z.number().positive() });

const numberText = z.coerce.number();
export const bookieSettingsAnswer = z.object({
  bookiePort: numberText,
  httpServerPort: numberText.default(0),
  ledgerDirectories: z.string().default(''),
  journalDirectory: z.string().default(''),
  journalDirectories: z.string().optional(),
  diskUsageThreshold: numberText.default(0.95),
  diskUsageWarnThreshold: numberText.default(0.9),
});

export const clusterInfoAnswer = z.object({
  auditorId: z.string().nullish(),
  clusterUnderReplicated: z.boolean(),
});

export const bookieListAnswer = z.record(z.string(), z.unknown());

/** A list of ids, or an object with an id a key when replicas are asked for. */
export const underReplicatedAnswer = z.union([
  z.array(z.union([z.number(), z.string()])),
  z.record(z.string(), z.unknown()),
]);

export const internalStatsAnswer = z.object({
  state: z.string(),
  ledgers: z.array(
    z.object({
      ledgerId: z.number(),
      entries: z.number(),
      size: z.number(),
      underReplicated: z.boolean().nullish(),
    }),
  ),
});

export const ledgerMetadataAnswer = z.record(
  z.string(),
  z.object({
    writeQuorumSize: z.number(),
    ackQuorumSize: z.number(),
    state: z.string(),
    allEnsembles: z.record(z.string(), z.array(z.object({ id: z.string() }))),
  }),
);
