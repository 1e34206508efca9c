#!/usr/bin/env bash
set -euo pipefail
# Prints the commit that was deployed last in an environment, so that a verification can tell what is not applied yet from
# what was changed by hand. Prints nothing where no deploy is known, or one is under way: what is live is then neither
# commit's.
# Exit 0 printed or nothing to print, 2 could not tell.
# usage: GH_TOKEN=… applied-commit.sh ENVIRONMENT

trap 'exit 2' ERR
environment=$1

# A production that nobody approves for a month is told as different from its code.
oldest=$(date -u -d '-31 days' +%F)
jobs=$("$(dirname "$0")/deploy-jobs.sh" "$environment" "created=%3E%3D$oldest")

if awk -F '\t' '$2 != "completed" { found = 1 } END { exit !found }' <<<"$jobs"; then exit 0; fi
commit=$(awk -F '\t' '$2 == "completed" && $3 == "success" { print $4 "\t" $1 }' <<<"$jobs" | sort | tail -n 1 | cut -f 2)
if [[ ! $commit =~ ^[0-9a-f]{40}$ ]]; then exit 0; fi
echo "$commit"
