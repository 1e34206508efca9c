#!/usr/bin/env bash
set -euo pipefail
# Prints a message where an environment's verdict is another one than that of the run before, and nothing otherwise;
# keeps the verdict for the next run, and of the history what `./netra verify` reads.
# usage: verify-message.sh ENVIRONMENT CODE FOLDER   (CODE: 0 answers, 1 something failed, 2 could not be told)

environment=$1 code=$2 folder=$3
mkdir -p "$folder"
history=$folder/history.jsonl

# Nothing is remembered of the first run, or after a gap: only what is not good is news then.
last=0
if [[ -s $folder/code ]]; then last=$(<"$folder/code"); fi

case $code in
0) says="answers as declared again" ;;
1) says="does not answer as declared" ;;
*) says="could not be told" ;;
esac
run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
if [[ $code != "$last" ]]; then echo "$environment $says. $run"; fi

echo "$code" >"$folder/code"
if [[ -f $history ]]; then
  tail -n 200 "$history" >"$history.short"
  mv "$history.short" "$history"
fi
