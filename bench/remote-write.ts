import { ProtoWriter } from '@observatory/backend-sidecar/remote/proto-writer';
import { compressSnappy } from '@observatory/backend-sidecar/remote/snappy';
import { encodeWriteRequestV1 } from '@observatory/backend-sidecar/remote/write/encode-v1';
import type { WriteBatch } from '@observatory/backend-sidecar/remote/write/batch';

const writer = new ProtoWriter();

/** A remote-write 1.0 body. */
export function writeRequest(batch: WriteBatch): Uint8Array<ArrayBuffer> {
  return new Uint8Array(compressSnappy(encodeWriteRequestV1(writer, batch)));
}

/** Sends one body. @throws Error with what the receiver answered when it was not taken. */
export async function sendWrite(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} refused a write: ${response.status} ${text.slice(0, 300)}`);
}
