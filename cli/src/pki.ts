import { Command } from 'commander';
import { explained } from './sidecar-client.ts';

interface IssueFlags {
  dir: string;
  host?: string[];
  days: string;
  force?: true;
}

const DEFAULT_DIRECTORY = 'pki';

/** `observatory pki`: a CA, certificates for the sidecar and its agents, and when they expire. */
export function pkiCommand(): Command {
  const ca = new Command('ca')
    .description('make a certificate authority; keep its key away from the servers')
    .option('--dir <dir>', 'folder of the files', DEFAULT_DIRECTORY)
    .option('--name <name>', 'its common name', 'Pulsar Observatory CA')
    .option('--days <n>', 'days until it expires', '3650')
    .action(async ({ dir, name, days }: { dir: string; name: string; days: string }) => {
      const { createAuthority } = await import('@observatory/backend-sidecar/pki/index');
      told(await createAuthority(dir, name, daysOf(days)));
    });
  return new Command('pki')
    .description('make and list certificates for TLS between agents and the sidecar')
    .addCommand(ca)
    .addCommand(issue('server', 'a certificate for the sidecar: its tls.cert_file and tls.key_file'))
    .addCommand(issue('client', 'a certificate for an agent: its tls.cert_file and tls.key_file'))
    .addCommand(
      new Command('list')
        .description('certificates of a folder, those that expire first first')
        .option('--dir <dir>', 'folder of the files', DEFAULT_DIRECTORY)
        .option('--json', 'print as JSON')
        .action(list),
    );
}

function issue(kind: 'server' | 'client', description: string): Command {
  return new Command(kind)
    .description(description)
    .argument('<name>', 'file name and common name')
    .option(
      '--host <names...>',
      'DNS names and addresses by which it is reached (default of a server: localhost, 127.0.0.1)',
    )
    .option('--dir <dir>', 'folder of the files and of the CA', DEFAULT_DIRECTORY)
    .option('--days <n>', 'days until it expires', '365')
    .option('--force', 'replace the files of an older one')
    .action(async (name: string, { dir, host, days, force }: IssueFlags) => {
      const { issueCertificate } = await import('@observatory/backend-sidecar/pki/index');
      const hosts = host ?? (kind === 'server' ? ['localhost', '127.0.0.1'] : []);
      told(await issueCertificate({ directory: dir, name, kind, hosts, days: daysOf(days), ...(force && { force }) }));
    });
}

async function list({ dir, json }: { dir: string; json?: true }): Promise<void> {
  const { listCertificates } = await import('@observatory/backend-sidecar/pki/index');
  const found = listCertificates(dir);
  if (json) return console.log(JSON.stringify(found, null, 2));
  for (const { file, subject, hosts, expires, daysLeft } of found) {
    const left = daysLeft < 0 ? 'EXPIRED' : `${daysLeft} days`;
    console.log(
      `${left.padStart(10)}  ${expires.toISOString().slice(0, 10)}  ${file}  ${subject}${hosts === '' ? '' : `  (${hosts})`}`,
    );
  }
  if (found.some(({ daysLeft }) => daysLeft < 0)) process.exitCode = 1;
}

function told({ certificate, key }: { certificate: string; key: string }): void {
  console.log(`${certificate}\n${key}`);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw explained('OBS_CLI_USAGE', `--days is ${JSON.stringify(text)}`, { hint: 'give a whole number of days' });
}
