/** Clock times in 24 hours; seconds only where ticks are closer than a minute, the day where they span more than one. */
export function tickLabels(ticks: readonly number[], msPerTick = 1000): string[] {
  const distance = ticks.length > 1 ? (ticks[1] - ticks[0]) * msPerTick : Infinity;
  const span = ticks.length > 1 ? (ticks[ticks.length - 1] - ticks[0]) * msPerTick : 0;
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(span > 86_400_000 ? { day: '2-digit', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    second: distance < 60_000 ? '2-digit' : undefined,
  });
  return ticks.map((tick) => format.format(tick * msPerTick));
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `14:05:59` in the browser's zone. */
export function clockText(timeMs: number): string {
  return CLOCK.format(timeMs);
}

/** `2026-11-22 14:05:00 to 15:05:00 (UTC+1)`: what a picture that is passed on must say. */
export function rangeText(fromMs: number, toMs: number): string {
  const [from, to] = [localText(fromMs), localText(toMs)];
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  return `${from} to ${end} (${zoneText(toMs)})`;
}

function localText(timeMs: number): string {
  const offsetMs = new Date(timeMs).getTimezoneOffset() * 60_000;
  return new Date(timeMs - offsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

function zoneText(timeMs: number): string {
  const minutes = -new Date(timeMs).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
