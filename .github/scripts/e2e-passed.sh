#!/usr/bin/env bash
set -euo pipefail
# Passes where the end-to-end tests of this commit did, after staging was deployed from it. The last run counts.
# Exit 1 they did not pass, 2 could not tell.
# usage: GH_TOKEN=… e2e-passed.sh

trap 'exit 2' ERR

# The deploy workflow's job that calls the e2e workflow, and that one's own: tests that were started by hand may have
# met another commit's staging.
conclusion=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/check-runs?check_name=staging-e2e%20%2F%20e2e&per_page=100" \
  --jq '[.check_runs[] | select(.app.slug == "github-actions" and .status == "completed")]
    | sort_by(.completed_at) | last | .conclusion // "none"')
if [[ $conclusion == success ]]; then
  echo "the end-to-end tests of ${GITHUB_SHA::7} passed"
  exit 0
fi
if [[ -z $conclusion ]]; then
  echo "::error::whether the end-to-end tests of ${GITHUB_SHA::7} passed could not be told" >&2
  exit 2
fi
if [[ $conclusion == none ]]; then said="have not run"; else said="ended with: ${conclusion//[^a-z_]/}"; fi
echo "::error::the end-to-end tests of ${GITHUB_SHA::7} in staging $said; deploy staging and let them pass, then deploy production" >&2
exit 1
