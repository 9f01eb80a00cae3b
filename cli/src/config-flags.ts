/**
 * Keys of the configuration given on the command line, `--storage.path=/data`, `--storage.path /data` or, for switches,
 * `--api.admin`. Names are checked by the configuration itself, which knows them all.
 */
export function parseConfigFlags(args: readonly string[]): { flags: Record<string, string>; strays: string[] } {
  const flags: Record<string, string> = {};
  const strays: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const match = /^--([A-Za-z_][\w.-]*)(?:=([\s\S]*))?$/.exec(args[i]);
    if (!match) {
      strays.push(args[i]);
      continue;
    }
    const following = args[i + 1];
    if (match[2] !== undefined) flags[match[1]] = match[2];
    else if (following !== undefined && !following.startsWith('-')) {
      flags[match[1]] = following;
      i++;
    } else flags[match[1]] = 'true';
  }
  return { flags, strays };
}
