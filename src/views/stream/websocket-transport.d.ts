import type { OpenTransport } from './transport.ts';
export declare const openWebSocket: OpenTransport;
