/** Live names that say the same as one that nobody exposes, by rules that hold for whole families of names. */
export interface LikelyNames {
  names: string[];
  /** One sentence: why the name differs. */
  why: string;
}

/** Shorter names are too common for one to be taken for the end of another. */
const WORDS_OF_A_TELLING_NAME = 4;

/**
 * - Counters: Prometheus' Java client before 0.10 exposed `x`, since then `x_total` (and back, for what asks too new).
 * - Scope: BookKeeper puts the name of the component before, twice where autorecovery runs within the bookie.
 * - Path: the ledger directory of a bookie is part of the name of its usage.
 */
export function likelyNames(asked: string, live: readonly string[]): LikelyNames | undefined {
  const known = new Set(live);
  if (known.has(`${asked}_total`))
    return { names: [`${asked}_total`], why: `${asked} is ${asked}_total since the Prometheus client 0.10` };
  const bare = asked.replace(/_total$/, '');
  if (bare !== asked && known.has(bare))
    return { names: [bare], why: `${asked} is ${bare} here: from a client that adds no _total` };
  const paths = /^bookie_ledger_dir_.*_usage$/.test(asked)
    ? live.filter((name) => /^bookie_ledger_dir_.*_usage$/.test(name))
    : [];
  if (paths.length > 0)
    return {
      names: paths,
      why: `the directory's path is part of the name; here it is ${paths[0]}: ask {__name__=~"bookie_ledger_dir_.*_usage"}`,
    };
  if (asked.split('_').length < WORDS_OF_A_TELLING_NAME) return undefined;
  const prefixed = live.filter((name) => name.endsWith(`_${asked}`));
  return prefixed.length > 0
    ? { names: prefixed, why: `${asked} is ${prefixed[0]} here: under the scope of its component` }
    : undefined;
}
