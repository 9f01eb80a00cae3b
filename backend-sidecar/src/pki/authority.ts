import { webcrypto } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { X509Certificate } from '@peculiar/x509';
import { ObservatoryError } from '../util/errors.ts';
import { loadX509 } from './load-x509.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** Clocks differ: what is made now holds on a host that is a little behind. */
const BACKDATE_MS = 300_000;

export interface IssueOptions {
  directory: string;
  /** File name and common name. */
  name: string;
  kind: 'server' | 'client';
  /** DNS names and addresses of a server. */
  hosts: readonly string[];
  days: number;
  force?: boolean;
}

export interface IssuedFiles {
  certificate: string;
  key: string;
}

/**
 * Makes a certificate authority of one level: ECDSA P-256, ten years unless said. Its key is readable by its owner only.
 * @throws ObservatoryError `OBS_PKI_EXISTS`: a CA is never replaced.
 */
export async function createAuthority(directory: string, name: string, days: number): Promise<IssuedFiles> {
  const x509 = await loadX509();
  const files = filesOf(directory, 'ca');
  refuseExisting(files);
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${checkedName(name)}`,
    notBefore: new Date(Date.now() - BACKDATE_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(files, certificate, keys.privateKey);
  return files;
}

/**
 * A certificate for a server (the sidecar) or a client (an agent), signed by the CA in the folder.
 * @throws ObservatoryError `OBS_PKI_CA`, `OBS_PKI_EXISTS`, `OBS_PKI_NAME`.
 */
export async function issueCertificate({
  directory,
  name,
  kind,
  hosts,
  days,
  force,
}: IssueOptions): Promise<IssuedFiles> {
  const x509 = await loadX509();
  const authority = await readAuthority(directory);
  const files = filesOf(directory, checkedName(name));
  if (name === 'ca' || !force) refuseExisting(files);
  const keys = await newKeys();
  const names = hosts.map((host) => ({
    type: /^[\d.]+$|:/.test(host) ? ('ip' as const) : ('dns' as const),
    value: host,
  }));
  const caEndMs = authority.certificate.notAfter.getTime();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${name}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - BACKDATE_MS),
    notAfter: new Date(Math.min(caEndMs, Date.now() + days * DAY_MS)),
    signingKey: authority.key,
    publicKey: keys.publicKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        kind === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
      ]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(files, certificate, keys.privateKey);
  return files;
}

async function readAuthority(directory: string): Promise<{ certificate: X509Certificate; key: webcrypto.CryptoKey }> {
  const x509 = await loadX509();
  const files = filesOf(directory, 'ca');
  try {
    const der = x509.PemConverter.decodeFirst(readFileSync(files.key, 'utf8'));
    return {
      certificate: new x509.X509Certificate(readFileSync(files.certificate, 'utf8')),
      key: await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']),
    };
  } catch (error) {
    throw new ObservatoryError('OBS_PKI_CA', `there is no CA that can be read in ${directory}`, {
      hint: 'make one with "observatory pki ca"',
      cause: error,
    });
  }
}

const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
/** 16 random bytes, positive. */
const serial = (): string =>
  Buffer.from(
    webcrypto.getRandomValues(new Uint8Array(16)).map((byte, index) => (index === 0 ? (byte & 0x7f) | 1 : byte)),
  ).toString('hex');

function filesOf(directory: string, name: string): IssuedFiles {
  return { certificate: path.join(directory, `${name}.crt`), key: path.join(directory, `${name}.key`) };
}

function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/.test(name) && !name.includes('..')) return name;
  throw new ObservatoryError('OBS_PKI_NAME', `${JSON.stringify(name)} is no name for a certificate`, {
    hint: 'use letters, digits, dots and dashes',
  });
}

function refuseExisting({ certificate, key }: IssuedFiles): void {
  const there = [certificate, key].find((file) => existsSync(file));
  if (there !== undefined)
    throw new ObservatoryError('OBS_PKI_EXISTS', `${there} is there already`, {
      hint: 'move it away, or give --force to make a certificate anew; a CA is never replaced',
    });
}

async function write(files: IssuedFiles, certificate: X509Certificate, key: webcrypto.CryptoKey): Promise<void> {
  mkdirSync(path.dirname(files.key), { recursive: true, mode: 0o700 });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  writeFileSync(files.key, `${(await loadX509()).PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`, { mode: 0o600 });
  // The mode of a file that was there already stays: say it again.
  chmodSync(files.key, 0o600);
  writeFileSync(files.certificate, `${certificate.toString('pem')}\n`, { mode: 0o644 });
}
