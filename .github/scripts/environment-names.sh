#!/usr/bin/env bash
set -euo pipefail
# Writes the names of all environments as a JSON list, for a matrix: output "names".
# Exit 0 written, 2 could not tell.
# usage: environment-names.sh

trap 'exit 2' ERR

listed=$(./netra environments --format json)
names=$(jq -ec '[.environments[].name] | select(length > 0)' <<<"$listed")
printf 'names=%s\n' "$names" >>"$GITHUB_OUTPUT"
