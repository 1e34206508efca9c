#!/usr/bin/env bash
set -euo pipefail
# Passes where the deploy that ended last in an environment is this commit's, and nothing is deployed right now. Tests that
# are to count for a commit ask before and after: between its deploy and its tests another one may have had its turn.
# Exit 1 it is not, 2 could not tell.
# usage: GH_TOKEN=… still-deployed.sh ENVIRONMENT

trap 'exit 2' ERR
environment=$1

since=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID" --jq .created_at)
# GitHub runs a run again for thirty days.
oldest=$(date -u -d '-31 days' +%F)
jobs=$("$(dirname "$0")/deploy-jobs.sh" "$environment" "created=%3E%3D$oldest" "$since")

refuse() {
  echo "::error::$1; what was tested is not ${GITHUB_SHA::7}, and these tests do not count for it" >&2
  exit 1
}

running=$(awk -F '\t' '$2 != "completed" { print substr($1, 1, 7) }' <<<"$jobs" | tail -n 1)
if [[ -n $running ]]; then refuse "$environment is being deployed from $running"; fi
IFS=$'\t' read -r _ commit conclusion <<<"$(awk -F '\t' '$2 == "completed" { print $4 "\t" $1 "\t" $3 }' <<<"$jobs" | sort | tail -n 1)"
if [[ -z $commit ]]; then refuse "no deploy of $environment is known"; fi
if [[ $commit != "$GITHUB_SHA" ]]; then refuse "$environment was deployed from ${commit::7} last"; fi
if [[ $conclusion != success ]]; then refuse "the last deploy of $environment ended with: ${conclusion//[^a-z_]/}"; fi
echo "$environment is deployed from ${GITHUB_SHA::7}"
