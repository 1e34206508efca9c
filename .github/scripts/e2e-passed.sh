#!/usr/bin/env bash
set -euo pipefail
# Passes where the end-to-end tests of this commit did, in a run of the deploy workflow that had deployed it to staging.
# The last ones count.
# Exit 1 they did not pass, 2 could not tell.
# usage: GH_TOKEN=… e2e-passed.sh

trap 'exit 2' ERR

# The job that calls the e2e workflow, and that one's own.
jobs=$("$(dirname "$0")/deploy-jobs.sh" "staging-e2e / e2e" "head_sha=$GITHUB_SHA")
conclusion=$(awk -F '\t' -v commit="$GITHUB_SHA" '$1 == commit && $2 == "completed" { print $4 "\t" $3 }' <<<"$jobs" |
  sort | tail -n 1 | cut -f 2)
if [[ $conclusion == success ]]; then
  echo "the end-to-end tests of ${GITHUB_SHA::7} passed"
  exit 0
fi
if [[ -z $conclusion ]]; then said="have not run"; else said="ended with: ${conclusion//[^a-z_]/}"; fi
echo "::error::the end-to-end tests of ${GITHUB_SHA::7} in staging $said; deploy staging and let them pass, then deploy production" >&2
exit 1
