import type { OpenTransport } from './transport.ts';
/** Long polling: each answer brings the news since the cursors, which are in the address of the next question. */
export declare const openPolling: OpenTransport;
