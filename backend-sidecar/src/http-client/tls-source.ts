import { readFile, stat } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { TlsConfig } from '../config/http-client-config.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';

/** TLS options for a connection, and a generation that changes when any file behind them did. */
export interface TlsState {
  generation: number;
  options: ConnectionOptions;
}

const VERSIONS = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;

/**
 * TLS settings with their files, read anew when a file's time or size changed, so that renewed certificates and
 * authorities take effect without a reload.
 */
export class TlsSource {
  private readonly config: TlsConfig;
  private stamp = '';
  private state: TlsState | undefined;

  constructor(config: TlsConfig) {
    this.config = config;
  }

  /** @throws ObservatoryError OBS_TLS_FILE when a file cannot be read; names the file. */
  async current(): Promise<TlsState> {
    const stamp = await this.fileStamp();
    if (this.state && stamp === this.stamp) return this.state;
    const { config } = this;
    const [ca, cert, key] = await Promise.all([
      config.ca ?? read(config.ca_file),
      config.cert ?? read(config.cert_file),
      config.key?.reveal() ?? read(config.key_file),
    ]);
    this.stamp = stamp;
    this.state = {
      generation: (this.state?.generation ?? 0) + 1,
      options: {
        ca,
        cert,
        key,
        servername: config.server_name,
        rejectUnauthorized: !config.insecure_skip_verify,
        minVersion: config.min_version && VERSIONS[config.min_version],
        maxVersion: config.max_version && VERSIONS[config.max_version],
      },
    };
    return this.state;
  }

  private async fileStamp(): Promise<string> {
    const files = [this.config.ca_file, this.config.cert_file, this.config.key_file];
    const stamps = await Promise.all(files.map((file) => (file === undefined ? '' : stampOf(file))));
    return stamps.join(';');
  }
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function read(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): ObservatoryError {
  return new ObservatoryError('OBS_TLS_FILE', `cannot read TLS file ${file}: ${messageOf(cause)}`, {
    hint: 'Check the path in tls_config and its permissions.',
    cause,
  });
}
