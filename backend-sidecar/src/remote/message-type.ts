import { ObservatoryError } from '../util/errors.ts';

export type WriteMessageType = 'v1' | 'v2';

export const MESSAGE_NAMES: Readonly<Record<WriteMessageType, string>> = {
  v1: 'prometheus.WriteRequest',
  v2: 'io.prometheus.write.v2.Request',
};

export type HeaderValues = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Which message a request carries, by its Content-Type; without a `proto` parameter it is 1.0's. An absent Content-Type or
 * Content-Encoding is read as 1.0 in snappy, as Prometheus does for old senders.
 * @throws ObservatoryError 415 for another type, message or encoding.
 */
export function messageTypeOf(headers: HeaderValues): WriteMessageType {
  const encoding = single(headers['content-encoding']) ?? '';
  if (encoding !== '' && encoding.toLowerCase() !== 'snappy') {
    throw unsupported(
      `${encoding} encoding (compression) is not accepted`,
      'send Content-Encoding: snappy (block format)',
    );
  }
  const contentType = single(headers['content-type']) ?? '';
  if (contentType === '') return 'v1';
  const [media, ...parameters] = contentType.split(';').map((part) => part.trim());
  if (media.toLowerCase() !== 'application/x-protobuf') {
    throw unsupported(
      `expected application/x-protobuf as the first (media) part, got ${media}`,
      'send Content-Type: application/x-protobuf',
    );
  }
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name.toLowerCase() !== 'proto') continue;
    if (value === MESSAGE_NAMES.v1) return 'v1';
    if (value === MESSAGE_NAMES.v2) return 'v2';
    throw unsupported(
      `unknown remote write protobuf message ${value}`,
      `${MESSAGE_NAMES.v1} and ${MESSAGE_NAMES.v2} are understood`,
    );
  }
  return 'v1';
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function unsupported(message: string, hint: string): ObservatoryError {
  return new ObservatoryError('OBS_REMOTE_MEDIA_TYPE', message.slice(0, 300), { hint, httpStatus: 415 });
}
