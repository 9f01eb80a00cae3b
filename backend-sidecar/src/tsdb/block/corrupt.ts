import { ObservatoryError } from '../../util/errors.ts';

/** Bytes of a block are not what was written: where, and what was wrong. */
export class BlockCorruptError extends ObservatoryError {
  readonly reason: string;

  constructor(file: string, reason: string, cause?: unknown) {
    super('OBS_BLOCK_CORRUPT', `${file}: ${reason}`, {
      hint: 'The block is set aside as *.corrupt and the others keep serving; restore it from a backup or delete it.',
      cause,
    });
    this.reason = reason;
  }
}
