#!/usr/bin/env bash
set -euo pipefail
# Prints a line per job of that name in the deploy workflow's own runs on main, tabs between: commit, status, conclusion
# ("-" while it runs), when it ended. A job that no runner took is not there.
#
# A check is not asked for: every workflow may make one of any name, for any commit. A run on main has the steps that its
# commit has, and nobody can add a job to it.
# Exit 0 printed, 2 could not tell.
# usage: GH_TOKEN=… deploy-jobs.sh JOB QUERY [SINCE]   (QUERY: head_sha=… or created=…; SINCE: runs that ended before are left out)

trap 'exit 2' ERR
export JOB=$1 SINCE=${3:-}

# The name of main may also be a tag's; a run of one would deploy nothing, since every job asks for the branch.
runs=$(gh api --paginate "repos/$GITHUB_REPOSITORY/actions/workflows/deploy.yml/runs?branch=main&per_page=100&$2" \
  --jq '.workflow_runs[]
    | select((.path | split("@")[0]) == ".github/workflows/deploy.yml" and .head_branch == "main"
        and (.event == "push" or .event == "workflow_dispatch")
        and .head_repository.full_name == env.GITHUB_REPOSITORY
        and (.status != "completed" or .updated_at >= env.SINCE))
    | "\(.id) \(.head_sha)"')
while read -r run commit; do
  if [[ -z $run ]]; then continue; fi
  export commit
  # Every attempt's.
  gh api --paginate "repos/$GITHUB_REPOSITORY/actions/runs/$run/jobs?filter=all&per_page=100" \
    --jq '.jobs[] | select(.name == env.JOB and (.status == "in_progress" or .status == "completed") and (.steps | length) > 0)
      | [env.commit, .status, .conclusion // "-", .completed_at // "-"] | @tsv' </dev/null
done <<<"$runs"
