import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface ListedCertificate {
  file: string;
  subject: string;
  issuer: string;
  hosts: string;
  expires: Date;
  daysLeft: number;
}

/** The certificates of a folder (`*.crt`, `*.pem`), those that expire first first. */
export function listCertificates(directory: string, nowMs = Date.now()): ListedCertificate[] {
  return readdirSync(directory)
    .filter((name) => /\.(crt|pem)$/.test(name))
    .flatMap((name): ListedCertificate[] => {
      try {
        const { subject, issuer, validTo, subjectAltName } = new X509Certificate(
          readFileSync(path.join(directory, name)),
        );
        const expires = new Date(validTo);
        const daysLeft = Math.floor((expires.getTime() - nowMs) / 86_400_000);
        return [{ file: name, subject, issuer, hosts: subjectAltName ?? '', expires, daysLeft }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => a.expires.getTime() - b.expires.getTime());
}
