/** A key for one confirmation: the server begins nothing twice for it. Also where the page is not served over TLS. */
export function confirmationKey(prefix = 'view'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
