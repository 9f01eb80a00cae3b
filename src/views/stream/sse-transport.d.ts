import type { OpenTransport } from './transport.ts';
/**
 * Server-sent events. Their subscriptions stand in the address, so a change of them opens a new stream, which goes on
 * from the cursors. The browser's own reconnecting is not used: it knows one cursor where there is one a subscription.
 */
export declare const openSse: OpenTransport;
