#!/usr/bin/env bash
set -euo pipefail
# Prints the digest that the plan review of an environment showed in the pull request that became this commit.
# Exit 1 none was shown, 2 could not tell.
# usage: GH_TOKEN=… reviewed-digest.sh ENVIRONMENT

trap 'exit 2' ERR
export MARKER="<!-- netra-review:$1 -->"

refuse() {
  echo "::error::$1; read the review in this run's summary, then start the deploy workflow by hand with its digest" >&2
  exit 1
}

number=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" \
  --jq '[.[] | select(.merged_at != null and .merge_commit_sha == env.GITHUB_SHA)][0].number // empty')
if [[ -z $number ]]; then refuse "no pull request became ${GITHUB_SHA::7}"; fi

# The oldest comment is the one that is kept up to date; what others say is of no account, nor which digest came before.
digests=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER)))
    | [.body | split("\n")[] | select(startswith("digest "))] | last')
digest=$(sed -nE '1s/^digest <code>([0-9a-f]{64})<\/code>\r?$/\1/p' <<<"$digests")
if [[ -z $digest ]]; then refuse "pull request $number has no plan review with a digest for $1"; fi
printf '%s\n' "$digest"
