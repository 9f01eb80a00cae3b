import type { ViewHost } from '../host/ViewHost.ts';
import type { StreamEnvironment, TransportName } from './transport.ts';
export interface StreamClientOptions {
  /** The stream endpoint, absolute or relative to the page. */
  url: string;
  /** Only this one; without it WebSocket is tried first, then SSE, then polling. */
  transport?: TransportName;
  environment?: StreamEnvironment;
}
/** Live data from the sidecar; the `watch` and `connection` of a ViewHost. */
export interface StreamClient extends Pick<ViewHost, 'watch' | 'connection'> {
  close(): void;
}
/**
 * Keeps one connection to the sidecar for all that is watched. It is opened with the first watch and closed some time
 * after the last. When it breaks, the client comes back after a wait with jitter and goes on from each subscription's
 * cursor; when a transport does not come up at all, the next one is tried at once.
 */
export declare function createStreamClient(options: StreamClientOptions): StreamClient;
