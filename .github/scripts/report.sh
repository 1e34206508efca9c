#!/usr/bin/env bash
set -euo pipefail
# Runs a command of the repository once per format and leaves the reports in $RUNNER_TEMP/reports.
# The Markdown goes to the job summary too, and begins with the marker by which its comment or issue is found again.
# Outputs: code (the worst exit code), the path of each report that is not empty, digest and severity.
# usage: report.sh review|drift|verify|e2e NAME FORMAT… -- OPTION…   (verify and e2e: one format, they act each time)

command=$1 name=$2
shift 2
formats=()
while [[ $1 != -- ]]; do
  formats+=("$1")
  shift
done
shift
if [[ $command == @(verify|e2e) && ${#formats[@]} != 1 ]]; then
  echo "$command acts on $name each time it runs: one format, not ${#formats[@]}" >&2
  exit 2
fi

folder=$RUNNER_TEMP/reports
errors=$RUNNER_TEMP/errors
mkdir -p "$folder"
code=0

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

# The reasons, in a fence that they cannot end; in front, because what is too long for a comment loses its end. Where
# there are none here, the report itself has them.
could_not_tell() {
  # shellcheck disable=SC2016 # backticks of Markdown
  printf '\n**Could not tell.**\n\n```\n%s\n```\n\n' "$(tr -d '`' <"$errors" | head -c 4000)"
}

# What a line of the report says, the first time.
found() {
  sed -nE "s/$1/\\1/p" "$2" | sed 1q
}

markdown() {
  local file=$1 status=$2
  {
    printf '<!-- netra-%s:%s -->\n' "$command" "$name"
    if [[ -s $errors ]] && ((status > 1)); then could_not_tell; fi
    # What could not be told in full is nothing to agree to: it keeps no digest.
    sed '1{/^<!-- .* -->$/d}' "$file" | if ((status > 1)); then sed '/^digest <code>/d'; else cat; fi
  } >"$file.marked"
  mv "$file.marked" "$file"
  { printf '## %s of %s\n\n' "$command" "$name" && cat "$file" && echo; } >>"$GITHUB_STEP_SUMMARY"
  output digest "$(found '^digest <code>([0-9a-f]{64})<\/code>$' "$file")"
  output severity "$(found '^severity \*\*([a-z]+)\*\*.*' "$file")"
}

for format in "${formats[@]}"; do
  file=$folder/$command-$name.$format
  status=0
  ./netra "$command" "$@" --format "$format" >"$file" 2>"$errors" || status=$?
  # Node ends with 1 as well when the command does not even start; one that is killed says nothing at all.
  if [[ ! -s $file && ($status -le 1 || ! -s $errors) ]]; then
    echo "$command --format $format said nothing (exit code $status)" >>"$errors"
    if ((status < 2)); then status=2; fi
  fi
  cat "$errors" >&2
  if ((status > code)); then code=$status; fi
  if [[ $format == markdown ]]; then markdown "$file" "$status"; fi
  if [[ -s $file ]]; then output "$format" "$file"; fi
done
output code "$code"
