import http from 'node:http';
import https from 'node:https';

export interface HttpTarget {
  /** A unix socket instead of a host. */
  socketPath?: string;
  url?: string;
  ca?: string;
  /** Client certificate, PEM. */
  cert?: string;
  key?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  status: number;
  body: string;
}

const MAX_BODY = 4 << 20;

/** One request to a local API. Rejects when nobody answers; a status of failure is an answer. */
export function httpCall(
  target: HttpTarget,
  request: {
    method: string;
    path: string;
    body?: string;
    contentType?: string;
    signal?: AbortSignal;
    timeoutMs?: number;
  },
): Promise<HttpAnswer> {
  const { method, path, body, contentType = 'application/json', signal, timeoutMs = 30_000 } = request;
  return new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      method,
      path,
      agent: false,
      headers: {
        accept: 'application/json',
        ...target.headers,
        ...(body !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
      },
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      ...(target.ca !== undefined && { ca: target.ca }),
      ...(target.cert !== undefined && { cert: target.cert, key: target.key }),
    };
    const onAnswer = (answer: http.IncomingMessage) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_BODY) answer.destroy(new Error('the answer is too large'));
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      answer.on('error', reject);
    };
    const outgoing = target.socketPath
      ? http.request(
          { ...options, socketPath: target.socketPath, headers: { ...options.headers, host: 'localhost' } },
          onAnswer,
        )
      : (target.url?.startsWith('https:') ? https : http).request(new URL(path, target.url), options, onAnswer);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
