#!/usr/bin/env bash
set -euo pipefail
# Keeps one comment of a pull request up to date: the one that begins with the marker in the report's first line.
# Behind the marker stands a link to the picture of the change, where there is one.
# Exit 0 done, 2 could not.
# usage: GH_TOKEN=… sticky-comment.sh NUMBER REPORT.md [URL]

trap 'exit 2' ERR
number=$1 report=$2 picture=${3-}
MARKER=$(head -n 1 "$report")
export MARKER
if [[ $MARKER != '<!-- netra-'*' -->' ]]; then
  echo "$report: its first line is no marker: $MARKER" >&2
  exit 2
fi

# GitHub takes 65,536 characters; there are never more of them than bytes.
whole=$(mktemp) body=$(mktemp)
{
  printf '%s\n' "$MARKER"
  if [[ -n $picture ]]; then printf '\n[The picture of this change](%s): a page in a zip file, to open in a browser\n' "$picture"; fi
  tail -n +2 "$report"
} >"$whole"
head -c 65536 "$whole" >"$body"

# A person may quote the marker; only our own comment is ours to change.
ids=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id')
id=${ids%%$'\n'*}

if [[ -n $id ]]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body"
  echo "comment $id updated"
else
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" --field "body=@$body"
  echo "comment made"
fi
