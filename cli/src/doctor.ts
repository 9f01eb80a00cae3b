import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { doctorAnswer, proof, type DoctorAnswer, type Proof } from '@observatory/protocol/doctor';

interface DoctorFlags {
  url: string;
  tokenFile?: string;
  dashboard?: string[];
  rules?: string[];
  json?: true;
}

const DEFAULT_URL = 'http://127.0.0.1:7480';
/** Where this product's own files lie, from the folder in which the command is run. */
const DEFAULT_DASHBOARDS = ['provisioning', 'src/dashboards'];
const DEFAULT_RULES = ['provisioning'];

/** `observatory doctor`: connections, permissions, and whether dashboards and rules have live series. Exits 1 on trouble. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check connections and permissions, and prove dashboards and rules against live series')
    .option('--url <url>', 'address of the running sidecar', DEFAULT_URL)
    .option('--token-file <file>', "file with a reader's token")
    .option('--dashboard <files...>', 'dashboards as JSON, files or folders (default: provisioning, src/dashboards)')
    .option('--rules <files...>', 'rule files, files or folders (default: provisioning)')
    .option('--json', 'print the answer as JSON')
    .action(run);
}

async function run(flags: DoctorFlags): Promise<void> {
  const given = flags.dashboard !== undefined || flags.rules !== undefined;
  const dashboards = await documents(flags.dashboard ?? (given ? [] : DEFAULT_DASHBOARDS), /\.json$/, given);
  const rules = await documents(flags.rules ?? (given ? [] : DEFAULT_RULES), /rules.*(?<!\.test)\.ya?ml$/, given);
  const answer = await ask(flags, { dashboards, rules });
  console.log(flags.json ? JSON.stringify(answer, null, 2) : doctorReport(answer));
  if (!answer.ok) process.exitCode = 1;
}

async function ask({ url, tokenFile }: DoctorFlags, body: object): Promise<DoctorAnswer> {
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  const response = await fetch(new URL('/api/observatory/v1/doctor', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new Error(`no sidecar answers at ${url}: give its address with --url`, { cause: error });
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return doctorAnswer.parse(await response.json());
}

/** Files, and those in folders whose path fits; a default that is not there is left out, a given one is an error. */
async function documents(
  paths: readonly string[],
  fits: RegExp,
  given: boolean,
): Promise<{ name: string; text: string }[]> {
  const found: { name: string; text: string }[] = [];
  for (const each of paths) {
    const info = await stat(each).catch((error: unknown) => {
      if (given) throw new Error(`${each} cannot be read`, { cause: error });
    });
    if (!info) continue;
    const files = info.isDirectory()
      ? (await readdir(each, { recursive: true }))
          .map((name) => path.join(each, name))
          .filter((name) => fits.test(name))
      : [each];
    for (const name of files.sort()) found.push({ name, text: await readFile(name, 'utf8') });
  }
  return found;
}

/** The answer as tables for a terminal. */
export function doctorReport({ connections, expressions, proofs, files, ok }: DoctorAnswer): string {
  const lines: string[] = ['Connections'];
  const widest = Math.max(0, ...connections.map(({ cluster, what }) => cluster.length + what.length + 1));
  for (const { cluster, what, asked, answered, problems, hint } of connections) {
    const name = `${cluster} ${what}`.padEnd(widest);
    lines.push(`  ${answered === asked ? 'ok ' : 'BAD'}  ${name}  ${answered} of ${asked}`);
    for (const problem of problems) lines.push(`         ${problem}`);
    if (hint !== '') lines.push(`         -> ${hint}`);
  }
  if (expressions.length > 0) {
    lines.push('', 'Expressions');
    for (const { file, place, proof: found, why } of expressions)
      if (found !== 'data') lines.push(`  ${found.padEnd(7)}  ${file}${place === '' ? '' : `, ${place}`}: ${why}`);
    lines.push(`  ${proofsLine(proofs)}`);
    if (files.some(({ panels }) => Object.keys(panels).length > 0)) lines.push('', 'Panels');
    for (const { file, panels } of files)
      if (Object.keys(panels).length > 0) lines.push(`  ${file}: ${proofsLine(panels)}`);
  }
  lines.push('', ok ? 'All is well.' : 'There is trouble.');
  return lines.join('\n');
}

const WORDS: Readonly<Record<Proof, string>> = {
  data: 'with data',
  off: 'switched off',
  renamed: 'renamed',
  absent: 'of something that is not here',
  wrong: 'wrong',
};

function proofsLine(proofs: DoctorAnswer['proofs']): string {
  const parts = proof.options.flatMap((each) => (proofs[each] ? [`${proofs[each]} ${WORDS[each]}`] : []));
  return parts.join(', ');
}
