import { watch, type FSWatcher } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { FileSdConfig } from '../config/config.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { parseTargetGroups } from './target-groups.ts';
import type { Discoverer, TargetGroup } from './types.ts';

/** Editors and configuration tools write in several steps; one reading after the last of them is enough. */
const SETTLE_MS = 50;

/**
 * Targets from files (file_sd_configs): read when a change is noticed and every refresh_interval. A file that cannot be
 * read or parsed keeps its last good groups; one that is gone takes its targets with it.
 */
export function fileDiscoverer(config: FileSdConfig, deps: { clock: Clock; logger: Logger }): Discoverer {
  let failure: string | undefined;
  let reading: Promise<void> | undefined;
  return {
    lastError: () => failure,
    settled: async () => reading,
    start(emit, signal) {
      const { clock, logger } = deps;
      const known = new Map<string, { text: string; groups: TargetGroup[] }>();
      const watchers = new Map<string, FSWatcher>();
      let cancelTimer: (() => void) | undefined;
      let again = false;
      let spoken = false;

      const refresh = async () => {
        const failures: string[] = [];
        const found = await matchingFiles(config.files);
        let changed = !spoken;
        for (const file of known.keys()) {
          if (found.has(file)) continue;
          known.delete(file);
          changed = true;
        }
        for (const file of found) {
          try {
            const text = await readFile(file, 'utf8');
            if (known.get(file)?.text === text) continue;
            known.set(file, {
              text,
              groups: parseTargetGroups(parseFile(file, text), file, { __meta_filepath: file }),
            });
            changed = true;
          } catch (error) {
            failures.push(messageOf(error));
            logger.warn({ file }, `file_sd: ${messageOf(error)}; its last known targets stay`);
          }
        }
        failure = failures.length > 0 ? failures.join('; ') : undefined;
        if (signal.aborted || !changed) return;
        spoken = true;
        emit([...known.values()].flatMap(({ groups }) => groups));
      };

      const schedule = (delayMs: number) => {
        cancelTimer?.();
        if (signal.aborted) return;
        cancelTimer = clock.setTimeout(readNow, delayMs);
      };
      const readNow = () => {
        if (reading) {
          again = true;
          return;
        }
        watchFolders();
        reading = refresh()
          .catch((error: unknown) => (failure = messageOf(error)))
          .then(() => {
            reading = undefined;
            schedule(again ? SETTLE_MS : config.refresh_interval);
            again = false;
          });
      };
      /** Folders rather than files: a file that is replaced by renaming keeps being seen. */
      const watchFolders = () => {
        for (const folder of new Set(config.files.map((file) => dirname(file)))) {
          if (watchers.has(folder)) continue;
          try {
            const watcher = watch(folder, { persistent: false }, () => schedule(SETTLE_MS));
            watcher.on('error', () => {
              watcher.close();
              watchers.delete(folder);
            });
            watchers.set(folder, watcher);
          } catch {
            // The folder is not there yet: refresh_interval looks again.
          }
        }
      };
      signal.addEventListener(
        'abort',
        () => {
          cancelTimer?.();
          for (const watcher of watchers.values()) watcher.close();
        },
        { once: true },
      );
      readNow();
    },
  };
}

/** Files that the patterns name now; `*` stands in the last part only (config/check.ts). */
async function matchingFiles(patterns: readonly string[]): Promise<Set<string>> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    const folder = dirname(pattern);
    const name = basename(pattern);
    const names = await readdir(folder).catch(() => []);
    const regex = new RegExp(`^${name.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
    for (const each of names.sort()) if (regex.test(each)) files.add(join(folder, each));
  }
  return files;
}

function parseFile(file: string, text: string): unknown {
  try {
    return file.endsWith('.json')
      ? (JSON.parse(text) as unknown)
      : (parseYaml(text, { maxAliasCount: 100 }) as unknown);
  } catch (error) {
    throw new ObservatoryError('OBS_DISCOVERY_FORMAT', `${file}: ${messageOf(error).split('\n')[0]}`, { cause: error });
  }
}
