#!/usr/bin/env bash
set -euo pipefail
# Fails unless every service serves all its traffic from the revision that was made last, and that one is ready.
# A revision that never became ready leaves the old one serving, and the deploy would look like a success.
# usage: check-serving.sh ENVIRONMENT

attempts=${ATTEMPTS:-10} pause=${PAUSE:-6}

judge() {
  local address project region service created ready serving found=0
  while IFS=$'\t' read -r address project region service created ready serving; do
    if [[ $created == - ]]; then
      echo "$address: service $service of $project ($region) does not exist"
    elif [[ $created != "$ready" ]]; then
      echo "$address: $created is not ready; $ready was the last that was"
    elif [[ $serving != "$ready=100" ]]; then
      echo "$address: traffic goes to $serving; all of it should go to $ready"
    else
      continue
    fi
    found=1
  done
  return "$found"
}

for ((attempt = 1; attempt <= attempts; attempt++)); do
  now=$("$(dirname "$0")/serving.sh" "$1")
  if problems=$(judge <<<"$now"); then
    echo "every service of $1 serves its latest revision"
    exit 0
  fi
  if ((attempt < attempts)); then sleep "$pause"; fi
done
printf '%s\n' "$problems" >&2
exit 1
