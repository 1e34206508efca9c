#!/usr/bin/env bash
set -euo pipefail
# Prints the digest that the plan review of an environment came to for the last commit of the pull request that became
# this commit, or that a merge queue is about to make this commit of. The review's own run is asked for it, by the name of
# what it has kept: the comment that shows it can be edited by every workflow that may write comments.
# docs/change-control.md says what a writer can still forge.
# In a queue a pull request that is never planned, a stranger's or Dependabot's, has no digest: nothing is printed.
# Exit 1 there is none, or there are several; 2 could not tell.
# usage: GH_TOKEN=… reviewed-digest.sh ENVIRONMENT

trap 'exit 2' ERR
export PREFIX="reviewed-$1-"

after="read the review in this run's summary, then start the deploy workflow by hand with its digest"
planned=true

refuse() {
  echo "::error::$1; $after" >&2
  exit 1
}

if [[ $GITHUB_EVENT_NAME == merge_group ]]; then
  after="let the pull request's checks run again, and read the new review"
  # GitHub's name for what it tries: the last pull request of the group.
  [[ $GITHUB_REF =~ ^refs/heads/gh-readonly-queue/main/pr-([0-9]+)-[0-9a-f]{40}$ ]] ||
    refuse "no branch of the merge queue into main: $GITHUB_REF"
  pull=$(gh api "repos/$GITHUB_REPOSITORY/pulls/${BASH_REMATCH[1]}" \
    --jq 'select(.base.ref == "main")
      | "\(.number) \(.head.sha) \(.head.repo.full_name == env.GITHUB_REPOSITORY and .user.login != "dependabot[bot]")"')
  read -r number head planned <<<"$pull"
  if [[ -z $number ]]; then refuse "pull request ${BASH_REMATCH[1]} does not go into main"; fi
else
  pull=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" \
    --jq '[.[] | select(.merged_at != null and .merge_commit_sha == env.GITHUB_SHA and .base.ref == "main")][0] // empty
      | "\(.number) \(.head.sha)"')
  read -r number head <<<"$pull"
  if [[ -z $number ]]; then refuse "no pull request became ${GITHUB_SHA::7}"; fi
fi
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
if [[ $planned == false && $digests != *"$PREFIX"* ]]; then
  echo "::notice::pull request $number is never planned: its deploy will ask for a person who has read the review" >&2
  exit 0
fi
if [[ $digests == *$'\n'* ]]; then refuse "the plan reviews of ${head::7} in pull request $number came to different digests for $1"; fi
digest=${digests#"$PREFIX"}
if [[ ! $digest =~ ^[0-9a-f]{64}$ ]]; then refuse "pull request $number has no plan review with a digest for $1"; fi
printf '%s\n' "$digest"
