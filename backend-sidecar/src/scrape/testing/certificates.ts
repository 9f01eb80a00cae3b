import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CertificatePair {
  certFile: string;
  keyFile: string;
  cert: string;
  key: string;
}

/** A throw-away authority that signs certificates for 127.0.0.1 and localhost with the openssl command. */
export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'observatory-ca-'));
  readonly caFile = join(this.folder, 'ca.crt');
  readonly ca: string;
  private readonly caKey = join(this.folder, 'ca.key');

  constructor(name: string) {
    this.openssl(...NEW_KEY, '-keyout', this.caKey, '-x509', '-out', this.caFile, '-days', '2', '-subj', `/CN=${name}`);
    this.ca = readFileSync(this.caFile, 'utf8');
  }

  issue(name: string): CertificatePair {
    const [certFile, keyFile, request, extensions] = ['crt', 'key', 'csr', 'ext'].map((end) =>
      join(this.folder, `${name}.${end}`),
    );
    writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
    this.openssl(...NEW_KEY, '-keyout', keyFile, '-out', request, '-subj', `/CN=${name}`);
    const signer = ['-CA', this.caFile, '-CAkey', this.caKey, '-CAcreateserial'];
    this.openssl('x509', '-req', '-in', request, ...signer, '-out', certFile, '-days', '2', '-extfile', extensions);
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}

const NEW_KEY = ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
