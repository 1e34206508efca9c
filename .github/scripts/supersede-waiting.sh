#!/usr/bin/env bash
set -euo pipefail
# Cancels older runs of the deploy workflow on main that wait for an approval which nobody gave. Such a run holds its
# environment's concurrency group for up to thirty days, and every later deploy would wait behind it, unseen. Its commit is
# older than what this run has planned. A run that deploys is left alone.
# Exit 0 done, 2 could not tell.
# usage: GH_TOKEN=… supersede-waiting.sh

trap 'exit 2' ERR

waiting=$(gh api --paginate "repos/$GITHUB_REPOSITORY/actions/workflows/deploy.yml/runs?branch=main&status=waiting&per_page=100" \
  --jq '.workflow_runs[]
    | select((.path | split("@")[0]) == ".github/workflows/deploy.yml" and .head_branch == "main" and .status == "waiting"
        and .head_repository.full_name == env.GITHUB_REPOSITORY
        and .run_number < (env.GITHUB_RUN_NUMBER | tonumber))
    | .id')
for run in $waiting; do
  # Somebody may have approved it since.
  status=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$run" --jq .status)
  if [[ $status != waiting ]]; then
    echo "run $run is not waiting any more: left alone"
  elif gh api --silent --method POST "repos/$GITHUB_REPOSITORY/actions/runs/$run/cancel"; then
    echo "run $run is cancelled: nobody approved it, and this run's plan is newer"
  else
    echo "::warning::run $run waits for an approval and could not be cancelled; cancel it by hand, or this run waits behind it"
  fi
done
if [[ -z $waiting ]]; then echo "no older deploy waits for an approval"; fi
