import { FieldType, type DataFrame } from '@grafana/data';
import type { TimeMark } from '../../views/charts/time-mark.ts';

const DEFAULT_COLOR = 'rgba(255, 152, 48, 0.9)';

/** Annotations of the dashboard, and events of our datasource among them, as lines and regions in a picture. */
export function annotationMarks(frames: DataFrame[] | undefined): TimeMark[] {
  return (frames ?? []).flatMap((frame) => {
    const of = (name: string) => frame.fields.find((field) => field.name === name)?.values;
    const time = frame.fields.find(({ type, name }) => type === FieldType.time && name === 'time');
    const [ends, colors, titles, texts] = [of('timeEnd'), of('color'), of('title'), of('text')];
    return Array.from((time?.values ?? []) as number[], (timeMs, row) => {
      const end: unknown = ends?.[row];
      const words = [titles?.[row], texts?.[row]].filter((part) => typeof part === 'string' && part !== '');
      return {
        timeMs,
        // Grafana gives a moment an end, too: its own time.
        ...(typeof end === 'number' && end > timeMs && { endMs: end }),
        color: String(colors?.[row] ?? DEFAULT_COLOR),
        text: plainText([...new Set(words)].join(': ')),
      };
    });
  });
}

/** Annotations may hold markup, which a line of words does not show. */
function plainText(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
