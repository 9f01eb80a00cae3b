/**
 * Seeded pseudo-random numbers. Every concern of the simulation (load, latencies, GC, faults …) draws from a stream of its
 * own, named from the seed, so that injecting a fault does not change the noise of everything else.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal (Box and Muller). */
  normal(): number;
  /** Integer in [0, n). */
  int(n: number): number;
  /** Poisson with the given mean; above 40 by its normal approximation. */
  poisson(mean: number): number;
  /** Rounds up with the probability of the fraction, so that sums keep their expected value. */
  round(value: number): number;
}

/** FNV-1a over the UTF-16 units: a 32-bit hash, for seeding and for stable choices by name. */
export function hash32(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return h;
}

/** The stream called `name` of a seed: sfc32 (Doty-Humphrey's small fast counting generator), warmed up. */
export function createRandom(seed: number, name: string): Random {
  let a = hash32(name, seed);
  let b = hash32(`${name}/b`, seed ^ 0x9e3779b9);
  let c = seed >>> 0;
  let counter = 1;
  const next32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  const next = (): number => next32() / 4294967296;
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const round = (value: number): number => {
    const floor = Math.floor(value);
    return next() < value - floor ? floor + 1 : floor;
  };
  const poisson = (mean: number): number => {
    if (mean <= 0) return 0;
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let k = 0;
    for (let p = next(); p > limit; p *= next()) k++;
    return k;
  };
  return { next, normal, int: (n) => Math.floor(next() * n), poisson, round };
}
