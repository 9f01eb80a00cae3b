import { ObservatoryError } from '../../util/errors.ts';
import { lineColumn, type PosRange } from './position.ts';

/** A query that cannot be understood. The message is Prometheus' own, which clients match on: `1:5: parse error: …`. */
export class ParseError extends ObservatoryError {
  readonly errorType = 'bad_data';
  readonly pos: PosRange;
  /** The message without position and "parse error". */
  readonly reason: string;

  constructor(query: string, pos: PosRange, reason: string) {
    super('OBS_QUERY_PARSE', `${lineColumn(query, pos.start)}: parse error: ${reason}`, {
      hint: 'Correct the expression at the line and column named.',
      httpStatus: 400,
    });
    this.name = 'ParseError';
    this.pos = pos;
    this.reason = reason;
  }
}
