#!/usr/bin/env bash
set -euo pipefail
# Runs a command of the repository once per format and leaves the reports in $RUNNER_TEMP/reports.
# The Markdown goes to the job summary too, and begins with the marker by which its comment or issue is found again.
# Outputs: code (the worst exit code), the path of each report that is not empty, digest and severity.
# usage: report.sh review|drift NAME FORMAT… -- OPTION…

command=$1 name=$2
shift 2
formats=()
while [[ $1 != -- ]]; do
  formats+=("$1")
  shift
done
shift

folder=$RUNNER_TEMP/reports
errors=$RUNNER_TEMP/errors
mkdir -p "$folder"
code=0

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

# The reasons, in a fence that they cannot end.
could_not_tell() {
  # shellcheck disable=SC2016 # backticks of Markdown
  printf '\n\n**Could not tell.**\n\n```\n%s\n```\n' "$(tr -d '`' <"$errors" | head -c 4000)"
}

markdown() {
  local file=$1 status=$2
  { printf '<!-- netra-%s:%s -->\n' "$command" "$name" && sed '1{/^<!-- .* -->$/d}' "$file"; } >"$file.marked"
  mv "$file.marked" "$file"
  if ((status > 1)); then could_not_tell >>"$file"; fi
  { printf '## %s of %s\n\n' "$command" "$name" && cat "$file" && echo; } >>"$GITHUB_STEP_SUMMARY"
  output digest "$(sed -nE 's/^digest <code>([0-9a-f]{64})<\/code>$/\1/p' "$file")"
  output severity "$(sed -nE 's/^severity \*\*([a-z]+)\*\*.*/\1/p' "$file" | head -n 1)"
}

for format in "${formats[@]}"; do
  file=$folder/$name.$format
  status=0
  npm run --silent "$command" -- "$@" --format "$format" >"$file" 2>"$errors" || status=$?
  cat "$errors" >&2
  if ((status > code)); then code=$status; fi
  if [[ $format == markdown ]]; then markdown "$file" "$status"; fi
  if [[ -s $file ]]; then output "$format" "$file"; fi
done
output code "$code"
