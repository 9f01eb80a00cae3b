/** Round values between two others, about so many: multiples of 1, 2 or 5 times a power of ten. */
export function niceTicks(min: number, max: number, about: number): number[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(min / step); index * step <= max + step * 1e-9; index++) ticks.push(index * step);
  return ticks;
}

const TIME_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Times in ms at which a clock is round, about so many. */
export function timeTicks(fromMs: number, toMs: number, about: number): number[] {
  const rough = (toMs - fromMs) / Math.max(1, about);
  const days = Math.ceil(rough / 86_400_000) * 86_400_000;
  const step = (TIME_STEPS_S.find((seconds) => seconds * 1000 >= rough) ?? 0) * 1000 || days;
  // Round in the zone of the reader, not in UTC.
  const offsetMs = new Date(fromMs).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let time = Math.ceil((fromMs - offsetMs) / step) * step + offsetMs; time <= toMs; time += step) ticks.push(time);
  return ticks;
}
