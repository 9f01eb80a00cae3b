/** Clock time of an axis: with the day where the window is longer than one, with seconds where steps are short. */
export function timeLabels(windowMs: number, stepMs: number): (timeMs: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(windowMs > 86_400_000 ? { day: '2-digit', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(stepMs < 60_000 && windowMs < 3_600_000 ? { second: '2-digit' } : {}),
  });
  return (timeMs) => format.format(timeMs);
}
