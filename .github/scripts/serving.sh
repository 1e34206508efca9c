#!/usr/bin/env bash
set -euo pipefail
# Prints a line per Cloud Run service that the environment declares, tabs between: Terraform name, project, region,
# service, revision made last, revision ready last, revisions with traffic (and their percent). "-" where there is none.
# Needs a synthesis before it: the stack's file is what says which services there are.
# usage: serving.sh ENVIRONMENT

stack=cdktf.out/stacks/$1-services/cdk.tf.json
project=$(jq -er '.provider.google[0].project' "$stack")
declared=$(jq -er '.resource.google_cloud_run_v2_service | to_entries[] | [.key, .value.location, .value.name] | @tsv' "$stack")

while IFS=$'\t' read -r address region service; do
  live=$(gcloud run services list --project "$project" --region "$region" --format json </dev/null)
  jq -er --arg service "$service" '
    [.[] | select(.metadata.name == $service)][0].status // {}
    | [
        .latestCreatedRevisionName // "-",
        .latestReadyRevisionName // "-",
        ([.traffic[]? | select((.percent // 0) > 0) | "\(.revisionName)=\(.percent)"] | join(",") | if . == "" then "-" else . end)
      ] | @tsv' <<<"$live" | while IFS= read -r status; do
    printf '%s\t%s\t%s\t%s\t%s\n' "$address" "$project" "$region" "$service" "$status"
  done
done <<<"$declared"
