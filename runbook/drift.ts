import type { Environment } from "../environments/environment";
import type { DriftClass } from "../review/drift";
import { tableLines } from "../report/markdown";
import { commandBlock, fencedBlock, headingLink, type Section } from "./markdown";
import { deployBlock } from "./deploy";
import { driftCommand } from "./look";

/** What to do about each class of drift. */
const TO_DO: Readonly<Record<DriftClass, string>> = {
  reverted: "the next deploy takes it back: let it, or write the live value into the spec first",
  overwritten: "the next deploy replaces it by something that is neither: read both, then decide",
  "accepted silently": "the code does not mention it, so no deploy takes it back: declare it, or undo it by hand",
  "deleted outside": "the next deploy makes a new one, empty: restore first what held data",
  adopted: "nothing: the code says what is live",
  ignored: "nothing: it belongs to the services' own pipelines",
  "accepted in the ledger": "nothing until its last day",
  "code not applied yet": "nothing was changed outside: deploy, when it is time",
  noise: "nothing: Google changes it by itself",
};

/** How a change made by hand is kept or taken back. */
export const driftSection = (environment: Environment): Section => ({
  title: "Adopt or revert drift",
  lines: [
    "The nightly run keeps an issue of what it found. To look now, in some minutes:",
    ...commandBlock(driftCommand(environment)),
    ...tableLines(
      ["class", "to do"],
      Object.entries(TO_DO).map(([name, todo]) => [name, todo]),
    ),
    "",
    "**Revert**: the review says what taking it back does (who is disconnected, what restarts), then deploy.",
    ...deployBlock(environment),
    `**Adopt**: write the live value into \`environments/${environment.name}.ts\`, run \`npm test\`, and let the same review show that nothing is left.`,
    "A resource that somebody made by hand comes under the program by an import block:",
    ...commandBlock(`./netra adopt --environment ${environment.name}`),
    "**Accept for a while**: an entry in `environments/drift-ledger.ts`, with address and path as the report prints them. After its",
    "last day the drift is reported again.",
    ...fencedBlock("ts", [
      `{ stack: "${environment.name}-services", address: "google_cloud_run_v2_service.auth-service", path: "template[0].timeout",`,
      '  reason: "cut short while a client hangs", owner: "platform", expires: "YYYY-MM-DD" },',
    ]),
    `Who did it stands in the audit log: ${headingLink("Logs")}, "Who changed something".`,
  ],
});
