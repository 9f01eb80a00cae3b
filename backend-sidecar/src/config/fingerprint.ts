import { createHash } from 'node:crypto';
import { Secret } from './secret.ts';

/** Equal for equal values, secrets included; shows nothing of them. */
export function fingerprint(value: unknown): string {
  const hash = createHash('sha256');
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, printed: unknown) {
    // JSON.stringify has called toJSON already; the holder still has the secret itself.
    const original = this[key];
    return original instanceof Secret ? createHash('sha256').update(original.reveal()).digest('hex') : printed;
  });
  return hash.update(text ?? '').digest('hex');
}
