import { ObservatoryError } from '../../util/errors.ts';

/** The text is no JSON, or ends in its middle. */
export class JsonError extends ObservatoryError {
  /** Bytes from the start of the document. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super('OBS_TOPICS_JSON', `${message} at byte ${offset}`, {
      hint: 'The broker, or a proxy before it, cut or garbled its answer; the next reading tries again.',
    });
    this.name = 'JsonError';
    this.offset = offset;
  }
}
