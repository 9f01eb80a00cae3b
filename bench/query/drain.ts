import http from 'node:http';

const agent = new http.Agent({ keepAlive: true });

/** Asks and throws the answer away as it comes; returns its bytes. @throws Error when the answer is no success. */
export function drain(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { 'accept-encoding': 'identity' } }, (response) => {
        let bytes = 0;
        let head = '';
        response.on('data', (chunk: Buffer) => {
          if (bytes === 0) head = chunk.toString('utf8', 0, 300);
          bytes += chunk.length;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${response.statusCode} ${head}`)),
        );
        response.on('error', reject);
      })
      .on('error', reject);
  });
}
