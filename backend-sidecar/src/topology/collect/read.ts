import type { FactFamily, FactValues } from '../facts/fact.ts';
import type { FactStore } from '../facts/fact-store.ts';
import type { ClusterClient } from './cluster-client.ts';

/** Paid by the address of the admin API. */
export const ADMIN = 'admin';
/** Paid, and answered, by the brokers in turn. */
export const ANY_BROKER = 'any';

/** One question to the cluster: which fact it gives, whom it costs, how often it is asked. */
export interface Read {
  family: FactFamily;
  subject: string;
  /** `host:port` that is asked and whose budget pays, `ADMIN` or `ANY_BROKER`. */
  host: string;
  /** In refresh intervals. */
  every: number;
  /** Asks, and gives what to do with the answer. */
  run: (client: ClusterClient, signal: AbortSignal, host: string) => Promise<(store: FactStore) => void>;
}

/** A question whose answer is the fact. */
export function read<F extends FactFamily>(question: {
  family: F;
  subject?: string;
  host: string;
  every: number;
  ask: (client: ClusterClient, signal: AbortSignal, host: string) => Promise<FactValues[F]>;
}): Read {
  const { family, subject = '', host, every, ask } = question;
  return {
    family,
    subject,
    host,
    every,
    run: async (client, signal, payer) => {
      const value = await ask(client, signal, payer);
      return (store) => store.set(family, subject, value);
    },
  };
}

export function readKey({ family, subject }: Pick<Read, 'family' | 'subject'>): string {
  return `${family}/${subject}`;
}
