#!/bin/sh
# Recovery action `notify_admin`: tells somebody that an alert fires. Called with two arguments, never through a shell:
#   $1  id of the node, such as demo-1/bookie/10.0.0.5:3181
#   $2  details, one line of JSON: alert, metric, value, threshold, severity, firing_since
# What it prints is kept with the run (GET /api/observatory/v1/recovery). Exit code 0 says that it worked.
# It gets no environment of the sidecar but PATH, LANG and TZ: a secret belongs into a file that only its user can read.
set -eu
node=$1
details=$2

# The system's log, where there is one. `--` because what follows is data.
if command -v logger >/dev/null 2>&1; then
  logger -t pulsar-observatory -p daemon.warning -- "alert of $node: $details" || true
fi

# By mail, where this host can send some: set the address.
ADMIN=
if [ -n "$ADMIN" ] && command -v mail >/dev/null 2>&1; then
  printf '%s\n' "$details" | mail -s "Pulsar Observatory: alert of $node" -- "$ADMIN"
fi

printf 'told the log of this host about %s\n' "$node"
