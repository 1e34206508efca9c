#!/usr/bin/env bash
set -euo pipefail
# Pins the traffic of every service that got a new revision to the ready revision from before, and says in Markdown how
# to undo that. A pin outlives its reason if nobody owns it: new revisions then get no traffic for days.
# usage: [OWNER=…] [DAYS=…] roll-back.sh ENVIRONMENT BEFORE.tsv   (what serving.sh printed before the deploy)

environment=$1 before=$2
owner=${OWNER:-platform}
expires=$(date -u -d "+${DAYS:-7} days" +%F)
now=$("$(dirname "$0")/serving.sh" "$environment")
failed=0 pinned=0

# Before a deploy the last ready revision had no traffic when it was pinned already: users had the other one.
target() {
  local ready=$1 serving=$2
  if [[ $serving == *=100 ]]; then echo "${serving%=100}"; else echo "$ready"; fi
}

# shellcheck disable=SC2016 # backticks of Markdown
while IFS=$'\t' read -r address project region service created ready serving; do
  latest=$(awk -F '\t' -v address="$address" '$1 == address { print $5 }' <<<"$now")
  if [[ $ready == - || $latest == "$created" ]]; then continue; fi
  revision=$(target "$ready" "$serving")
  place="--project $project --region $region"
  # shellcheck disable=SC2086 # two options
  if ! gcloud run services update-traffic "$service" $place --to-revisions "$revision=100" --quiet </dev/null >&2; then
    printf -- '- **%s could not be pinned** to `%s`; it serves what it served\n' "$service" "$revision"
    failed=1
    continue
  fi
  if ((pinned == 0)); then printf '### Rolled back: traffic of %s is pinned\n\n' "$environment"; fi
  pinned=1
  printf -- '- `%s` to `%s`, away from `%s`; owner %s, until %s\n' "$service" "$revision" "$latest" "$owner" "$expires"
  printf '  - unpin: `gcloud run services update-traffic %s %s --to-latest`\n' "$service" "$place"
  printf '  - waiver for `environments/%s.ts`: `{ rule: "run-traffic-latest", address: "google_cloud_run_v2_service.%s", ' \
    "$environment" "$address"
  printf 'reason: "rolled back from %s", owner: "%s", expires: "%s" }`\n' "$latest" "$owner" "$expires"
done <"$before"

if ((pinned == 0 && failed == 0)); then echo "No service of $environment got a new revision: there is nothing to roll back."; fi
exit "$failed"
