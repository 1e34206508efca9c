#!/usr/bin/env bash
set -euo pipefail
# Fails unless every service serves all its traffic from the revision that was made last, and that one is ready; or from
# the one that the code pins. A revision that never became ready leaves the old one serving, and the deploy would look
# like a success. Exit 0 all serve, 1 some do not, 2 could not tell.
# usage: check-serving.sh ENVIRONMENT

environment=$1
attempts=${ATTEMPTS:-10} pause=${PAUSE:-6}

judge() {
  local address project region service created ready serving pin found=0
  while IFS=$'\t' read -r address project region service created ready serving pin; do
    if [[ $created == - ]]; then
      echo "$address: service $service of $project ($region) does not exist"
    elif [[ $pin != - && $serving != "$pin=100" ]]; then
      echo "$address: traffic goes to $serving; all of it should go to $pin, which the code pins"
    elif [[ $pin == - && $created != "$ready" ]]; then
      echo "$address: $created is not ready; $ready was the last that was"
    elif [[ $pin == - && $serving != "$ready=100" ]]; then
      echo "$address: traffic goes to $serving; all of it should go to $ready"
    else
      continue
    fi
    found=1
  done
  return "$found"
}

for ((attempt = 1; attempt <= attempts; attempt++)); do
  code=2 problems="what $environment serves could not be told"
  if now=$("$(dirname "$0")/serving.sh" "$environment"); then
    code=1
    if problems=$(judge <<<"$now"); then
      echo "every service of $environment serves the revision that it should"
      exit 0
    fi
  fi
  if ((attempt < attempts)); then sleep "$pause"; fi
done
printf '%s\n' "$problems" >&2
exit "$code"
