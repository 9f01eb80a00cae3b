/** Files that a command line of OpenMessaging Benchmark names. */
export interface OmbFiles {
  drivers: string[];
  workloads: string[];
}

const DRIVERS = /^(-d|--drivers)$/;
/** Options of OMB with a value; `--workers-file` is YAML too, and no workload. */
const WITH_VALUE = /^(-w|--workers|-wf|--workers-file|-o|--output)$/;
const YAML = /\.ya?ml$/i;

/** `bin/benchmark --drivers a.yaml,b.yaml workloads/100k.yaml`: what stands behind `--drivers` and what is left. */
export function ombFiles(command: readonly string[]): OmbFiles {
  const files: OmbFiles = { drivers: [], workloads: [] };
  if (!command.some((word) => DRIVERS.test(word.split('=', 1)[0]))) return files;
  for (let at = 1; at < command.length; at++) {
    const [option, inline] = command[at].split(/=(.*)/s, 2);
    if (DRIVERS.test(option))
      files.drivers.push(...(inline ?? command[++at] ?? '').split(',').filter((each) => YAML.test(each)));
    else if (WITH_VALUE.test(option)) at += inline === undefined ? 1 : 0;
    else if (!option.startsWith('-') && YAML.test(command[at])) files.workloads.push(command[at]);
  }
  return files;
}
