import type { Environment } from "../environments/environment";
import { environmentFile } from "../environments/environment-file";
import { PIN_DAYS, pinEntry, pinWaiver } from "../environments/pins";
import { commandBlock, fencedBlock, stepLines, type Section } from "./markdown";
import { deployBlock } from "./deploy";
import { servingCommand } from "./look";
import { placesOf, socketServiceOf } from "./places";

/** How a service goes back to a revision, and how the pin is declared so that it survives the next deploy. */
export function rollbackSection(environment: Environment): Section {
  const { regional } = placesOf(environment);
  const example = socketServiceOf(environment) ?? Object.keys(environment.services)[0] ?? "";
  return {
    title: "Roll back a service",
    lines: [
      "A deploy that fails rolls back by itself: `./netra rollback` pins what served before it and prints, in the",
      "run's summary, the two entries of step 3. By hand, when it was a delivery of the service's own pipeline or came out later:",
      "",
      ...stepLines([
        [
          "Choose the revision: the last that was ready before the trouble began. Sockets on the new revision stay there until they end; new",
          "ones open on the old. The first command says what serves, the second lists revisions of one service and ends with 2, because",
          "nothing is chosen.",
          ...commandBlock(
            servingCommand(environment),
            `read -rp "service: " service && ./netra rollback --environment ${environment.name} --service "$service"`,
          ),
        ],
        [
          "Give it all traffic. It takes seconds, and changes neither secrets nor the database: a migration is not taken back. While",
          "the services are being applied it waits, up to four minutes.",
          ...commandBlock(
            'read -rp "service: " service && read -rp "revision: " revision &&',
            `  ./netra rollback --environment ${environment.name} --service "$service" --to "$revision"`,
          ),
          "Without this checkout:",
          ...commandBlock(
            'read -rp "service: " service && read -rp "revision: " revision &&',
            `  gcloud run services update-traffic "$service" ${regional} --to-revisions "$revision=100"`,
          ),
        ],
        [
          `Declare the pin in \`${environmentFile(environment.name)}\`, with an owner and a last day. Until it is declared it is drift, and the`,
          "review of the next deploy says that it takes the pin away. In the service's entry, and in `waivers`:",
          ...fencedBlock("ts", [
            pinEntry({ revision: `${example}-00041-abc` }),
            ...pinWaiver({
              service: example,
              from: `${example}-00042-def`,
              owner: "platform",
              expires: "YYYY-MM-DD",
            }),
          ]),
          `At most ${PIN_DAYS} days: new revisions get no traffic while it stands.`,
        ],
        [
          "Unpin when the repaired image is delivered: take both entries out and deploy (the review names the revision that users get",
          "again), or, where nothing was declared yet:",
          ...commandBlock(
            `read -rp "service: " service && ./netra rollback --environment ${environment.name} --service "$service" --to latest`,
          ),
        ],
      ]),
      "",
      "What this repository declared is taken back by reverting its commit; the review says what that does.",
      ...deployBlock(environment),
    ],
  };
}
