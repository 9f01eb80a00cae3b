import type { handleServerStreamingCall, handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';

const SERVING = 1;
const NOT_SERVING = 2;
const SERVICE_UNKNOWN = 3;
/** Names that are asked for: the server as a whole, and go-plugin's. */
const KNOWN = ['', 'plugin'];

interface Asked {
  service: string;
}
interface Answer {
  status: number;
}

/** `grpc.health.v1.Health`: serving until a shutdown begins. */
export function healthService(isStopping: () => boolean) {
  const statusOf = (service: string): Answer => {
    if (!KNOWN.includes(service)) return { status: SERVICE_UNKNOWN };
    return { status: isStopping() ? NOT_SERVING : SERVING };
  };
  const check: handleUnaryCall<Asked, Answer> = (
    { request }: ServerUnaryCall<Asked, Answer>,
    callback: sendUnaryData<Answer>,
  ) => callback(null, statusOf(request.service));
  /** The state now; it changes only when the connection ends, which tells as much. */
  const watch: handleServerStreamingCall<Asked, Answer> = (call) => {
    call.write(statusOf(call.request.service));
    call.on('cancelled', () => call.end());
  };
  return { check, watch };
}
