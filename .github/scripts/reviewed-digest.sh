#!/usr/bin/env bash
set -euo pipefail
# Prints the digest that the plan review of an environment came to for the last commit of the pull request that became
# this commit. The review's own run is asked for it, by the name of what it has kept: the comment that shows it can be
# edited by every workflow that may write comments. docs/change-control.md says what a writer can still forge.
# Exit 1 there is none, or there are several; 2 could not tell.
# usage: GH_TOKEN=… reviewed-digest.sh ENVIRONMENT

trap 'exit 2' ERR
export PREFIX="reviewed-$1-"

refuse() {
  echo "::error::$1; read the review in this run's summary, then start the deploy workflow by hand with its digest" >&2
  exit 1
}

pull=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" \
  --jq '[.[] | select(.merged_at != null and .merge_commit_sha == env.GITHUB_SHA and .base.ref == "main")][0] // empty
    | "\(.number) \(.head.sha)"')
read -r number head <<<"$pull"
if [[ -z $number ]]; then refuse "no pull request became ${GITHUB_SHA::7}"; fi
export head

# A review with a finding is red, and was seen by whoever merged.
runs=$(gh api --paginate "repos/$GITHUB_REPOSITORY/actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=$head&per_page=100" \
  --jq '.workflow_runs[]
    | select((.path | split("@")[0]) == ".github/workflows/pull-request.yml" and .event == "pull_request"
        and .head_sha == env.head and .head_repository.full_name == env.GITHUB_REPOSITORY
        and .status == "completed" and (.conclusion == "success" or .conclusion == "failure"))
    | .id')
digests=
for run in $runs; do
  # Of several attempts the last.
  digests+=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$run/artifacts?per_page=100" \
    --jq '[.artifacts[] | select((.name | startswith(env.PREFIX)) and (.expired | not))] | sort_by(.created_at) | last | .name // "none"')$'\n'
done
digests=$(sort -u <<<"${digests%$'\n'}")
if [[ $digests == *$'\n'* ]]; then refuse "the plan reviews of ${head::7} in pull request $number came to different digests for $1"; fi
digest=${digests#"$PREFIX"}
if [[ ! $digest =~ ^[0-9a-f]{64}$ ]]; then refuse "pull request $number has no plan review with a digest for $1"; fi
printf '%s\n' "$digest"
