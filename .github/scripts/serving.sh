#!/usr/bin/env bash
set -euo pipefail
# Prints a line per Cloud Run service that the environment declares, tabs between: Terraform name, project, region,
# service, revision made last, revision ready last, revisions with traffic (and their percent), revision that the code
# pins. "-" where there is none. Needs a synthesis before it: the stack's file is what says which services there are.
# usage: serving.sh ENVIRONMENT

trap 'exit 2' ERR # whatever fails here, nobody can tell what serves

stack=cdktf.out/stacks/$1-services/cdk.tf.json
places=$(jq -er '.provider.google[0].project as $project
  | [.resource.google_cloud_run_v2_service[].location] | unique[] | [$project, .] | @tsv' "$stack")

live=
while IFS=$'\t' read -r project region; do
  listed=$(gcloud run services list --project "$project" --region "$region" --format json </dev/null)
  live+="{\"$region\": $listed}"
done <<<"$places"

jq -ser --slurpfile stack "$stack" '
  add as $live | $stack[0].provider.google[0].project as $project
  | $stack[0].resource.google_cloud_run_v2_service | to_entries[] | .key as $address | .value as $service
  | ([$live[$service.location][] | select(.metadata.name == $service.name)][0].status // {}) as $now
  | [
      $address, $project, $service.location, $service.name,
      $now.latestCreatedRevisionName // "-",
      $now.latestReadyRevisionName // "-",
      ([$now.traffic[]? | select((.percent // 0) > 0) | "\(.revisionName)=\(.percent)"] | join(",") | if . == "" then "-" else . end),
      $service.traffic[0].revision // "-"
    ] | @tsv' <<<"$live"
