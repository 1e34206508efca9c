#!/usr/bin/env bash
set -euo pipefail
# Keeps one issue per environment: opened (or opened again), updated and closed. Prints what is new, worse or gone since
# the last run and nothing otherwise; the issue itself remembers the last run, in a comment that is not shown.
# usage: GH_TOKEN=… drift-issue.sh ENVIRONMENT CODE REPORT.md REPORT.json   (CODE: 0 no drift, 1 drift)

environment=$1 code=$2 markdown=$3 json=$4
export GH_REPO=$GITHUB_REPOSITORY
label=drift-$environment

# Severities by what drifted; no values.
entries=$(jq -c '[.stacks[]? | .name as $stack | .drift[]?
  | {key: "\($stack) \(.address) \(.path // "") (\(.class))", value: .severity}] | from_entries' "$json")
if [[ $code == 0 ]]; then entries='{}'; fi

issue=$(gh api "repos/$GITHUB_REPOSITORY/issues?labels=$label&state=all&per_page=100" \
  --jq '[.[] | select(.user.login == "github-actions[bot]" and .pull_request == null)][0] // empty | {number, state, body}')
number=$(jq -r '.number // empty' <<<"$issue")
state=$(jq -r '.state // empty' <<<"$issue")
remembered=$(jq -r '.body // ""' <<<"$issue" | sed -nE 's/^<!-- netra-drift-state:([A-Za-z0-9+\/=]+) -->\r?$/\1/p')
# An issue that somebody edited remembers nothing: everything is new then.
previous=$(base64 -d <<<"$remembered" 2>/dev/null | gzip -dc 2>/dev/null | jq -ce 'select(type == "object")' || echo '{}')

differences=$(jq -nr --argjson old "$previous" --argjson new "$entries" '
  def rank: {low: 1, medium: 2, high: 3, critical: 4}[.] // 0;
  ($new | to_entries[] | select($old[.key] == null) | "new, \(.value): \(.key)"),
  ($new | to_entries[] | select($old[.key] != null and (.value | rank) > ($old[.key] | rank))
    | "worse, \($old[.key]) to \(.value): \(.key)"),
  ($old | keys[] | select($new[.] == null) | "gone: \(.)")')

body=$(mktemp)
comment=$(mktemp)
# shellcheck disable=SC2016 # backticks of Markdown
printf '```\n%s\n```\n' "$(tr -d '`' <<<"$differences" | head -c 60000)" >"$comment"
memory="<!-- netra-drift-state:$(gzip -9nc <<<"$entries" | base64 -w 0) -->"
{ printf '%s\n\n' "$memory" && head -c $((65000 - ${#memory})) "$markdown"; } >"$body"

if [[ $code == 1 && -z $number ]]; then
  gh label create "$label" --description "Differs from what is declared" --color D93F0B --force >&2
  gh issue create --title "Drift in $environment" --label "$label" --body-file "$body" >&2
elif [[ $code == 1 ]]; then
  if [[ $state != open ]]; then gh issue reopen "$number" >&2; fi
  gh issue edit "$number" --body-file "$body" >&2
  if [[ -n $differences ]]; then gh issue comment "$number" --body-file "$comment" >&2; fi
elif [[ $state == open ]]; then
  gh issue edit "$number" --body-file "$body" >&2
  if [[ -n $differences ]]; then gh issue comment "$number" --body-file "$comment" >&2; fi
  gh issue close "$number" --reason completed >&2
fi

if [[ -n $differences ]]; then printf 'Drift in %s\n%s\n' "$environment" "$differences"; fi
