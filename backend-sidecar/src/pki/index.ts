/** Certificates for TLS between agents and the sidecar. */
export { createAuthority, issueCertificate, type IssuedFiles, type IssueOptions } from './authority.ts';
export { listCertificates, type ListedCertificate } from './list-certificates.ts';
