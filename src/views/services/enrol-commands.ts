/**
 * What to run on an agent's host, in a POSIX shell: the token into a file that only its owner reads, the least configuration,
 * and the agent. The token is in no argument list, which every user of a host can read.
 *
 * @param address of the sidecar as the host reaches it, where this page knows one
 */
export function enrolCommands(token: string, agent: string | undefined, address: string | undefined): string {
  const url =
    address === undefined ? 'https://<address of the sidecar>:7480' : new URL('.', address).href.replace(/\/$/, '');
  return [
    'umask 077',
    `cat > enrol.token <<'END'`,
    token,
    'END',
    `cat > agent.yaml <<'END'`,
    ...(agent === undefined ? [] : [`agent: ${agent}`]),
    `url: ${url}`,
    'token_file: enrol.token',
    'data: agent-data',
    'END',
    'observatory agent --config agent.yaml',
  ].join('\n');
}
