#!/usr/bin/env bash
set -euo pipefail
# Posts what it reads to a chat's incoming webhook (Slack, Google Chat and Mattermost take the same field). Nothing read,
# nothing posted. A chat that does not answer is a warning: what it would have told has happened all the same.
# usage: [NOTIFY_WEBHOOK=URL] notify.sh <MESSAGE

# A few screens; the rest stands where the message points to.
message=$(head -c 100000)
if ((${#message} > 3500)); then message="${message:0:3500}…"; fi
if [[ -z ${message//[[:space:]]/} ]]; then
  echo "nothing to say"
  exit 0
fi
if [[ -z ${NOTIFY_WEBHOOK:-} ]]; then
  echo "not sent, because no webhook is set: $message"
  exit 0
fi

# Angle brackets, and in some chats at signs, would call people by name. The URL is a secret: a file that is read, not an
# argument that is listed.
jq -n --arg message "$message" '{text: ($message | gsub("<"; "‹") | gsub(">"; "›") | gsub("@"; "@\u200b"))}' |
  curl --fail --silent --show-error --output /dev/null --max-time 20 --retry 2 \
    --header 'Content-Type: application/json' --data-binary @- --config <(printf 'url = "%s"\n' "$NOTIFY_WEBHOOK") ||
  echo "::warning::the channel could not be notified"
