import { useMemo, useState } from 'react';
import { useWidth } from '../heatmap/use-width.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { drawAlignedChart, type ChartMark, type Lane } from './draw/aligned-chart.ts';
import { SvgDrawing } from './draw/SvgDrawing.tsx';
import { leadWords } from './model/words.ts';
import styles from './Explain.module.css';

export interface AlignedPictureProps {
  lanes: readonly Lane[];
  window: TimeWindow;
  baseline: TimeWindow;
  marks: readonly ChartMark[];
}

/** An aligned chart as wide as its place. */
export function AlignedPicture({ lanes, window, baseline, marks }: AlignedPictureProps): React.JSX.Element {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const width = useWidth(host);
  const drawing = useMemo(
    () => drawAlignedChart({ lanes, window, baseline, marks, width }),
    [lanes, window, baseline, marks, width],
  );
  return (
    <div ref={setHost} className={styles.picture}>
      <SvgDrawing drawing={drawing} label={labelOf(lanes)} />
    </div>
  );
}

function labelOf(lanes: readonly Lane[]): string {
  const [first, second] = lanes;
  if (!second) return `${first?.label ?? ''} over time`;
  if (first.onsetMs === undefined || second.onsetMs === undefined)
    return `${first.label} above ${second.label}, over time`;
  const lead = (second.onsetMs - first.onsetMs) / 1000;
  return `${first.label}, began ${leadWords(lead)}: ${second.label}`;
}
