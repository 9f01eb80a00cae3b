/** Shapes of the admin API's answers, as recorded from Pulsar 4.0.8; further keys are let through unread. */
import * as z from 'zod';

/** Broker ids, `host:webPort`. */
export const brokersAnswer = z.array(z.string());

export const bookiesAnswer = z.object({ bookies: z.array(z.object({ bookieId: z.string() })) });

export const workersAnswer = z.array(z.object({ workerId: z.string(), workerHostname: z.string(), port: z.number() }));

export const leaderBrokerAnswer = z.object({ serviceUrl: z.string(), brokerId: z.string().optional() });

/** Group to bookie id to place. */
export const racksAnswer = z.record(
  z.string(),
  z.record(z.string(), z.object({ rack: z.string().nullish(), hostname: z.string().nullish() })),
);

export type FunctionWorker = z.output<typeof workersAnswer>[number];

/** Pulsar's errors: `{"reason": "…"}`. */
export const errorAnswer = z.object({ reason: z.string() });
