/** Parts of a date in UTC, of seconds since the epoch. */
const of = (part: (date: Date) => number) => (seconds: number) => part(new Date(Math.trunc(seconds) * 1000));

export const DATE_FUNCTIONS: Readonly<Record<string, (seconds: number) => number>> = {
  minute: of((date) => date.getUTCMinutes()),
  hour: of((date) => date.getUTCHours()),
  day_of_week: of((date) => date.getUTCDay()),
  day_of_month: of((date) => date.getUTCDate()),
  day_of_year: of(
    (date) =>
      Math.floor(
        (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
          Date.UTC(date.getUTCFullYear(), 0, 1)) /
          86_400_000,
      ) + 1,
  ),
  days_in_month: of((date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()),
  month: of((date) => date.getUTCMonth() + 1),
  year: of((date) => date.getUTCFullYear()),
};
