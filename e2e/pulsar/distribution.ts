/** Where a Pulsar distribution comes from: Maven's artifact, unpacked once into `.cache/pulsar`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The newest release whose distribution is published as an artifact (checked 2026-11-22). */
export const PULSAR_VERSION = '4.0.8';

export interface Distribution {
  home: string;
  javaHome: string;
}

/** Why a real Pulsar cannot run on this machine, or undefined when it can. */
export function missingPrerequisite(): string | undefined {
  const java = javaHome();
  if (java === undefined) return 'Java 17 or later is missing (install a JDK or set JAVA_HOME)';
  if (spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status !== 0) return 'Maven (mvn) is missing';
  if (spawnSync('tar', ['--version'], { stdio: 'ignore' }).status !== 0) return 'tar is missing';
  return undefined;
}

/**
 * Downloads (245 MB, once, into Maven's own repository) and unpacks the distribution.
 * @throws Error when Maven cannot get the artifact; its message says so.
 */
export function prepareDistribution(cacheDir: string, log: (line: string) => void): Distribution {
  const home = path.join(cacheDir, `apache-pulsar-${PULSAR_VERSION}`);
  const java = javaHome();
  if (java === undefined) throw new Error('Java 17 or later is missing');
  if (existsSync(path.join(home, 'bin/pulsar'))) return { home, javaHome: java };
  const tarball = localArtifact();
  if (!existsSync(tarball)) {
    log(`Fetching Pulsar ${PULSAR_VERSION} with Maven (245 MB, once) ...`);
    const artifact = `org.apache.pulsar:pulsar-server-distribution:${PULSAR_VERSION}:tar.gz:bin`;
    execFileSync('mvn', ['-B', '-ntp', '-q', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: os.tmpdir(),
    });
  }
  log('Unpacking ...');
  mkdirSync(cacheDir, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', cacheDir]);
  return { home, javaHome: java };
}

function localArtifact(): string {
  const folder = path.join(os.homedir(), '.m2/repository/org/apache/pulsar/pulsar-server-distribution', PULSAR_VERSION);
  return path.join(folder, `pulsar-server-distribution-${PULSAR_VERSION}-bin.tar.gz`);
}

/** JAVA_HOME when it is 17 or later, else a Debian JVM folder, else the home of `java` on the path. */
function javaHome(): string | undefined {
  const candidates = [process.env.JAVA_HOME];
  const debian = '/usr/lib/jvm';
  if (existsSync(debian)) candidates.push(...readdirSync(debian).map((name) => path.join(debian, name)));
  const which = spawnSync('sh', ['-c', 'readlink -f "$(command -v java)"'], { encoding: 'utf8' }).stdout.trim();
  if (which !== '') candidates.push(path.dirname(path.dirname(which)));
  return candidates.find((home) => home !== undefined && javaMajor(home) >= 17);
}

function javaMajor(home: string): number {
  const run = spawnSync(path.join(home, 'bin/java'), ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(run.stderr ?? '')?.[1] ?? 0);
}
