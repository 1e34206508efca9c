#!/usr/bin/env bash
set -euo pipefail
# Pins the traffic of every service that got a new revision to the ready revision from before, and says in Markdown how
# to keep the pin and how to undo it. A pin outlives its reason if nobody owns it: new revisions then get no traffic for
# days. Exit 0 done, 1 a service could not be pinned, 2 could not tell.
# usage: [OWNER=…] [DAYS=…] roll-back.sh ENVIRONMENT BEFORE.tsv   (what serving.sh printed before the deploy)

trap 'exit 2' ERR
environment=$1 before=$2
# Stands in a text of the code, between quotes.
owner=${OWNER:-platform}
owner=${owner//[^[:alnum:] ._@\/-]/}
expires=$(date -u -d "+${DAYS:-7} days" +%F)
failed=0 said=0

say() {
  local format=$1
  shift
  # shellcheck disable=SC2059 # the formats are the constants below
  printf -- "$format\n" "$@"
  said=1
}

if [[ ! -s $before ]] || ! now=$("$(dirname "$0")/serving.sh" "$environment"); then
  say '**Nothing of %s is rolled back: what it serves, or served before, could not be told.** Look at it by hand.' "$environment"
  exit 2
fi

# Before a deploy the last ready revision had no traffic when it was pinned already: users had the other one.
target() {
  local ready=$1 serving=$2
  if [[ $serving == *=100 ]]; then echo "${serving%=100}"; else echo "$ready"; fi
}

# shellcheck disable=SC2016 # backticks of Markdown
pinned() {
  local address=$1 service=$2 revision=$3 latest=$4 place=$5
  say '- `%s`: traffic of %s is **pinned** to `%s`, away from `%s`; owner %s, until %s' \
    "$service" "$environment" "$revision" "$latest" "$owner" "$expires"
  say '  - unpin: `gcloud run services update-traffic %s %s --to-latest`' "$service" "$place"
  say '  - the next deploy unpins it too, unless `environments/%s.ts` says both: in `services["%s"]` `pinnedRevision: "%s"`' \
    "$environment" "$address" "$revision"
  say '    and in `waivers` `{ rule: "run-traffic-latest", address: "google_cloud_run_v2_service.%s",' "$address"
  say '    reason: "rolled back from %s", owner: "%s", expires: "%s" }`' "$latest" "$owner" "$expires"
}

# shellcheck disable=SC2016 # backticks of Markdown
while IFS=$'\t' read -r address project region service created ready serving _; do
  state=$(awk -F '\t' -v address="$address" '$1 == address { print $5 "\t" $7 "\t" $8 }' <<<"$now")
  IFS=$'\t' read -r latest live pin <<<"$state"
  revision=$(target "$ready" "$serving")
  # Traffic that moved without a new revision is put back where a pin was lifted; else it is a delivery that became ready.
  if [[ $latest == "$created" && ($live == "$revision=100" || $serving == "$ready=100") ]]; then continue; fi
  if [[ $live == "$pin=100" ]]; then continue; fi
  if [[ $revision == - ]]; then
    say '- `%s` had no ready revision before `%s`: there is nothing to go back to' "$service" "$latest"
    continue
  fi
  place=(--project "$project" --region "$region")
  if gcloud run services update-traffic "$service" "${place[@]}" --to-revisions "$revision=100" --quiet </dev/null >&2; then
    pinned "$address" "$service" "$revision" "$latest" "${place[*]}"
  else
    say '- **`%s` could not be pinned** to `%s`; it serves what it served' "$service" "$revision"
    failed=1
  fi
done <"$before"

if ((said == 0)); then echo "No service of $environment got a new revision: there is nothing to roll back."; fi
exit "$failed"
