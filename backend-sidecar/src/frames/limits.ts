import type { MatrixSeries } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';
import type { PromqlFrameQuery } from '@observatory/protocol/frames';
import { bodyLayout } from './arrow/columns.ts';
import type { Frame } from './frame.ts';
import { timeAxis } from './shape/time-axis.ts';

export interface FrameLimits {
  /** Of one request; a browser with more series than this is of no use to anybody. */
  maxFrames: number;
  /** Of the frames of one request, about. */
  maxBytes: number;
}

export const DEFAULT_LIMITS: FrameLimits = { maxFrames: 10_000, maxBytes: 64 * 1024 * 1024 };

/** Schema, footer and metadata of a frame without fields. */
const FRAME_BYTES = 700;
const FIELD_BYTES = 250;
const VALUE_BYTES = 9;
const TIME_BYTES = 8;

/** What is left of a request's limits; shared by its queries in their order. */
export class FrameBudget {
  private frames = 0;
  private bytes = 0;
  private readonly limits: FrameLimits;

  constructor(limits: FrameLimits = DEFAULT_LIMITS) {
    this.limits = limits;
  }

  /**
   * Accounts for the frames of a result before they are made.
   * @throws ObservatoryError `OBS_FRAMES_TOO_MANY` or `OBS_FRAMES_TOO_LARGE`; the result then counts nothing.
   */
  take(series: readonly MatrixSeries[], format: PromqlFrameQuery['format']): void {
    this.account(format === 'time_series' || format === 'heatmap' ? series.length : 1, estimateBytes(series, format));
  }

  /** Accounts for frames that are made already. @throws as `take` */
  takeFrames(frames: readonly Frame[]): void {
    const bytes = frames.map((frame) => bodyLayout(frame).bytes + FRAME_BYTES + frame.fields.length * FIELD_BYTES);
    this.account(
      frames.length,
      bytes.reduce((sum, each) => sum + each, 0),
    );
  }

  private account(moreFrames: number, moreBytes: number): void {
    const { maxFrames, maxBytes } = this.limits;
    const frames = this.frames + moreFrames;
    if (frames > maxFrames) {
      throw new ObservatoryError('OBS_FRAMES_TOO_MANY', `the answer would have more than ${maxFrames} frames`, {
        httpStatus: 422,
        hint: 'aggregate with sum by (…) or topk, select fewer series, or ask for the format wide or table',
      });
    }
    const bytes = this.bytes + moreBytes;
    if (bytes > maxBytes) {
      throw new ObservatoryError(
        'OBS_FRAMES_TOO_LARGE',
        `the answer would have more than ${Math.floor(maxBytes / 1024 / 1024)} MiB`,
        { httpStatus: 422, hint: 'aggregate, select fewer series, or ask for a longer step (fewer data points)' },
      );
    }
    this.frames = frames;
    this.bytes = bytes;
  }
}

function estimateBytes(series: readonly MatrixSeries[], format: PromqlFrameQuery['format']): number {
  let rows = 0;
  let labelBytes = 0;
  let rowLabelBytes = 0;
  for (const { labels, values } of series) {
    const length = labels.key().length + 8 * labels.size;
    rows += values.length;
    labelBytes += 4 * length;
    rowLabelBytes += length * values.length;
  }
  switch (format) {
    case 'time_series':
      return rows * (VALUE_BYTES + TIME_BYTES) + series.length * (FRAME_BYTES + 2 * FIELD_BYTES) + labelBytes;
    case 'table':
      return rows * (VALUE_BYTES + TIME_BYTES) + rowLabelBytes;
    default:
      return (
        (series.length * VALUE_BYTES + TIME_BYTES) * timeAxis(series).length + series.length * FIELD_BYTES + labelBytes
      );
  }
}
