import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { sleep, type Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { ActionKind, ActionRequest, ActionResult, Preview } from './action.ts';
import { fillArguments, shownCommand } from './fill-arguments.ts';
import { runScript } from './run-script.ts';

export interface ScriptActionOptions {
  clock: Clock;
  directory: () => string;
  /** False: the stop switch is on; what runs is ended. */
  automation: () => boolean;
}

const POLL_MS = 500;

/** A file below the folder of scripts, run on the host of the sidecar. What it did before a crash cannot be known, so it is not run again. */
export class ScriptAction implements ActionKind {
  private readonly options: ScriptActionOptions;

  constructor(options: ScriptActionOptions) {
    this.options = options;
  }

  async preview(request: ActionRequest): Promise<Preview> {
    const { script, args } = parts(request);
    const says = (shown: readonly string[]) => `Would run ${shownCommand(script, shown)} on the host of the sidecar`;
    try {
      await checkedScript(this.options.directory(), script);
      return { says: says(fillArguments(args, request)), refusal: '' };
    } catch (error) {
      return { says: says(args), refusal: messageOf(error) };
    }
  }

  async perform(request: ActionRequest, resumed: boolean, signal: AbortSignal): Promise<ActionResult | 'interrupted'> {
    if (resumed)
      return {
        outcome: 'unknown',
        detail: 'the sidecar ended while the script ran; it is not run again: look before you go on',
      };
    const { script, args } = parts(request);
    let file: string;
    let filled: string[];
    try {
      file = await checkedScript(this.options.directory(), script);
      filled = fillArguments(args, request);
    } catch (error) {
      return { outcome: 'refused', detail: messageOf(error) };
    }
    const stop = new AbortController();
    const over = new AbortController();
    void this.watchSwitch(stop, AbortSignal.any([over.signal, signal]));
    const { exitCode, output, failure } = await runScript(file, filled, {
      cwd: path.dirname(file),
      timeoutMs: request.rule.timeoutMs,
      // A script does not outlive its sidecar: nobody would know how it ended.
      signal: AbortSignal.any([stop.signal, signal]),
    });
    over.abort();
    const told = output.trim().slice(-1000);
    if (exitCode === 0) return { outcome: 'done', detail: told || 'it ended well and said nothing' };
    const why = failure || `it ended with exit code ${exitCode}`;
    return { outcome: 'failed', detail: told === '' ? why : `${why}: ${told}` };
  }

  private async watchSwitch(stop: AbortController, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      if (!this.options.automation()) return stop.abort('the stop switch of automation was turned');
      await sleep(this.options.clock, POLL_MS, over);
    }
  }
}

/**
 * The file of a script, where links lead: below the folder, a program, and not for others to change.
 * @throws ObservatoryError `OBS_RECOVERY_SCRIPT`
 */
export async function checkedScript(directory: string, script: string): Promise<string> {
  let file: string;
  let mode: number;
  let uid: number;
  try {
    const root = await realpath(directory);
    file = await realpath(path.join(root, script));
    if (!file.startsWith(root + path.sep))
      throw scriptError(`${script} leads out of ${directory}`, 'copy it into the folder');
    const found = await stat(file);
    if (!found.isFile())
      throw scriptError(`${script} is no file`, 'name a file below cluster.monitoring.scripts_directory');
    ({ mode, uid } = found);
  } catch (error) {
    if (error instanceof ObservatoryError) throw error;
    throw scriptError(
      `${path.join(directory, script)} cannot be run: ${messageOf(error)}`,
      'check cluster.monitoring.scripts_directory',
    );
  }
  if ((mode & 0o111) === 0) throw scriptError(`${script} is no program`, `chmod u+x ${file}`);
  if ((mode & 0o002) !== 0) throw scriptError(`${script} may be changed by everybody`, `chmod o-w ${file}`);
  if (uid !== 0 && uid !== process.getuid?.())
    throw scriptError(`${script} belongs to another user`, `chown it to the user of the sidecar, or to root`);
  return file;
}

function parts({ rule: { does } }: ActionRequest): { script: string; args: readonly string[] } {
  if (does.kind !== 'script') throw new Error(`an action of kind ${does.kind} is no script`);
  return does;
}

function scriptError(message: string, hint: string): ObservatoryError {
  return new ObservatoryError('OBS_RECOVERY_SCRIPT', message, { hint, httpStatus: 409 });
}
