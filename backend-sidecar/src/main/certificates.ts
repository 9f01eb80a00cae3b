import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { DashboardCertificate } from '@observatory/protocol/dashboard';
import type { Config } from '../config/index.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const DAY_MS = 86_400_000;

/** The certificates that the configuration names, with the days they have left. A file that cannot be read is left out. */
export async function configuredCertificates(config: Config, nowMs: number): Promise<DashboardCertificate[]> {
  const { tls, agents } = config;
  const files = [tls?.cert_file, agents.client_ca_file, ...agents.certificate_files].filter(
    (file) => file !== undefined,
  );
  const found = await Promise.all(files.map((file) => certificatesIn(file, nowMs).catch(() => [])));
  return found.flat();
}

async function certificatesIn(file: string, nowMs: number): Promise<DashboardCertificate[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(PEM)].map(([pem]) => {
    const { subject, issuer, validTo } = new X509Certificate(pem);
    const expiresMs = Date.parse(validTo);
    return {
      name: path.basename(file),
      subject: subject.replaceAll('\n', ', '),
      issuer: issuer.replaceAll('\n', ', '),
      expires: new Date(expiresMs).toISOString(),
      days_left: Math.floor((expiresMs - nowMs) / DAY_MS),
    };
  });
}
