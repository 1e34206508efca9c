#!/usr/bin/env bash
set -euo pipefail
# Keeps one issue per environment: opened (or opened again), updated and closed. Prints what is new, worse or gone since
# the last run and nothing otherwise; the issue itself remembers the last run, in a comment that is not shown.
# Exit 0 done, 2 could not tell.
# usage: GH_TOKEN=… drift-issue.sh ENVIRONMENT CODE REPORT.md REPORT.json   (CODE: 0 no drift, 1 drift)

trap 'exit 2' ERR
environment=$1 code=$2 markdown=$3 json=$4
export GH_REPO=$GITHUB_REPOSITORY
label=drift-$environment

# Anything else is no answer, and would close an issue that nobody has looked into.
if [[ $code != [01] ]]; then
  echo "drift of $environment could not be told (code $code): its issue stays as it is" >&2
  exit 2
fi

work=$(mktemp -d)

issue=$(gh api "repos/$GITHUB_REPOSITORY/issues?labels=$label&state=all&per_page=100" \
  --jq '[.[] | select(.user.login == "github-actions[bot]" and .pull_request == null)][0] // empty
    | [.number, .state, (.body // "" | @base64)] | @tsv')
IFS=$'\t' read -r number state body <<<"$issue"
remembered=$(base64 -d <<<"$body" | sed -nE 's/^<!-- netra-drift-state:([A-Za-z0-9+\/=]+) -->\r?$/\1/p')
# An issue that somebody edited remembers nothing: everything is new then.
if ! (base64 -d | gzip -dc) <<<"$remembered" >"$work/remembered" 2>"$work/why"; then : >"$work/remembered"; fi

# What is to be remembered: severities by what drifted, no values. What is accepted, ignored or merely not applied yet is
# nobody's drift.
jq -nr --slurpfile report "$json" '
  ["reverted", "overwritten", "accepted silently", "deleted outside"] as $outside
  | [$report[0].stacks[] | .name as $stack | .drift[] | select(IN(.class; $outside[]))
      | {key: "\($stack) \(.address) \(.path // "") (\(.class))", value: .severity}]
  | sort_by(.key) | from_entries | tojson' >"$work/now"
sum=$(sha256sum "$work/now" | cut -d ' ' -f 1)

# Then a line for each difference. A memory that had no room for all of them has their number and their sum alone.
differences=$(jq -nr --rawfile remembered "$work/remembered" --slurpfile now "$work/now" --arg sum "$sum" '
  def rank: {low: 1, medium: 2, high: 3, critical: 4}[strings] // 0;
  $now[0] as $new
  | ($remembered | try fromjson catch null) as $before
  | if ($before | type) == "array" and ($before[0] | type) == "number" then
      if $before[1] == $sum then empty
      else "changed: \($new | length) differences, \($before[0]) before, which were too many to tell what is new or gone" end
    else
      ($before | objects // {}) as $old
      | ($new | to_entries[] | select($old[.key] == null) | "new, \(.value): \(.key)"),
        ($new | to_entries[] | select($old[.key] != null and (.value | rank) > ($old[.key] | rank))
          | "worse, \($old[.key]) to \(.value): \(.key)"),
        ($old | keys[] | select($new[.] == null) | "gone: \(.)")
    end')

remember() {
  printf '<!-- netra-drift-state:%s -->' "$(gzip -9nc | base64 -w 0)"
}

# GitHub takes 65,536 characters, of which there are never more than bytes: most of them are left to the report.
memory=$(remember <"$work/now")
forgetful=
if ((${#memory} > 40000)); then
  memory=$(jq -c --arg sum "$sum" '[length, $sum]' "$work/now" | remember)
  forgetful="They are too many to remember one by one: the next comment says how many there are then, and not which."
fi

# shellcheck disable=SC2016 # backticks of Markdown
printf '```\n%s\n```\n%s\n' "$(tr -d '`' <<<"$differences" | head -c 60000)" "$forgetful" >"$work/comment"
{ printf '%s\n\n' "$memory" && head -c $((65000 - ${#memory})) "$markdown"; } >"$work/body"

# The memory is written last: a run that stops before it says the same again, instead of never.
if [[ $code == 1 && -z $number ]]; then
  gh label create "$label" --description "Differs from what is declared" --color D93F0B --force >&2
  gh issue create --title "Drift in $environment" --label "$label" --body-file "$work/body" >&2
elif [[ -n $number ]]; then
  if [[ $code == 1 && $state != open ]]; then gh issue reopen "$number" >&2; fi
  if [[ -n $differences ]]; then gh issue comment "$number" --body-file "$work/comment" >&2; fi
  # An issue that somebody closed has to forget what is gone, too.
  if [[ $code == 1 || $state == open || -n $differences ]]; then gh issue edit "$number" --body-file "$work/body" >&2; fi
  if [[ $code == 0 && $state == open ]]; then gh issue close "$number" --reason completed >&2; fi
fi

if [[ -n $differences ]]; then printf 'Drift in %s\n%s\n' "$environment" "$differences"; fi
