import type { Environment } from "../environments/environment";
import { commandBlock, fencedBlock, stepLines, type Section } from "./markdown";
import { deployLines, placesOf, socketServiceOf } from "./places";

/** Days after which the pin's waiver ends, as `.github/scripts/roll-back.sh` sets it. */
const PIN_DAYS = 7;

/** How a service goes back to a revision, and how the pin is declared so that it survives the next deploy. */
export function rollbackSection(environment: Environment): Section {
  const { regional } = placesOf(environment);
  const example = socketServiceOf(environment) ?? Object.keys(environment.services)[0] ?? "";
  return {
    title: "Roll back a service",
    lines: [
      "A deploy that fails rolls back by itself: `.github/scripts/roll-back.sh` pins what served before it and prints, in the",
      "run's summary, the two entries of step 3. By hand, when it was a delivery of the service's own pipeline or came out later:",
      "",
      ...stepLines([
        [
          "Choose the revision: the last that was ready before the trouble began. Its sockets are the users': those on the new",
          "revision stay until they end, new ones go to the old.",
          ...commandBlock(
            ...Object.keys(environment.services).map(
              (service) => `gcloud run revisions list --service ${service} ${regional} --limit 10`,
            ),
          ),
        ],
        [
          "Give it all traffic. It takes seconds, and changes neither secrets nor the database: a migration is not taken back.",
          ...commandBlock(
            'read -rp "service: " service && read -rp "revision: " revision',
            `gcloud run services update-traffic "$service" ${regional} --to-revisions "$revision=100"`,
          ),
        ],
        [
          `Declare the pin in \`environments/${environment.name}.ts\`, with an owner and a last day. Until it is declared it is drift,`,
          "and the next deploy gives all traffic to the latest revision again. In the service's entry, and in `waivers`:",
          ...fencedBlock("ts", [
            `pinnedRevision: "${example}-00041-abc",`,
            `{ rule: "run-traffic-latest", address: "google_cloud_run_v2_service.${example}",`,
            `  reason: "rolled back from ${example}-00042-def", owner: "platform", expires: "YYYY-MM-DD" },`,
          ]),
          `At most ${PIN_DAYS} days: new revisions get no traffic while it stands.`,
        ],
        [
          "Unpin when the repaired image is delivered: take both entries out and deploy, or, where nothing was declared yet:",
          ...commandBlock(
            'read -rp "service: " service',
            `gcloud run services update-traffic "$service" ${regional} --to-latest`,
          ),
        ],
      ]),
      "",
      "What this repository declared is taken back by reverting its commit: the review says what that does, then",
      ...commandBlock(...deployLines(environment)),
    ],
  };
}
