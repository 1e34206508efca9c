import type { Environment } from "../environments/environment";
import { servingCommand, verifyCommand, workflowRuns } from "./look";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { placesOf } from "./places";

/** The artifact of a deploy run in which it keeps what users got before it; `.github/workflows/deploy.yml` names it so. */
export const servedBefore = ({ name }: Pick<Environment, "name">): string => `served-before-${name}`;

/** Every service back to what it served before a deploy, or one after the other where there is no record of that. */
export function rollbackAllSection(environment: Environment): Section {
  const { name, ci, services } = environment;
  const rollback = `./netra rollback --environment ${name}`;
  return {
    title: "Roll everything back",
    lines: [
      "It takes seconds, and **changes what users get**. It moves traffic between revisions and nothing else: a migration of the database, a",
      "secret, the load balancer stay as they are. Open sockets stay on the revision that they are on. A deploy that fails has done this by",
      "itself: look first.",
      ...commandBlock(servingCommand(environment)),
      "**After one of our deploys**: its run has kept what each service served before.",
      "",
      ...stepLines([
        [
          "Find the run: the last one before the trouble began.",
          ...commandBlock(workflowRuns(environment, "deploy.yml")),
        ],
        [
          "Fetch what it has kept. The id is the list's column ID.",
          ...commandBlock(
            `read -rp "id of the run: " run && gh run download "$run" --repo ${ci.repository} --name ${servedBefore(environment)} --dir "/tmp/before-$run"`,
          ),
        ],
        [
          "Go back to it, in the same shell. Services that the deploy did not move are left alone.",
          ...commandBlock(`${rollback} --before "/tmp/before-$run/before.json"`),
        ],
      ]),
      "",
      "**After deliveries, or without GitHub**: service by service. This lists the revisions of each; it ends with 2, because none is chosen.",
      ...commandBlock(`for service in ${Object.keys(services).join(" ")}; do ${rollback} --service "$service"; done`),
      "Then, for each service that is at fault, the last revision that was ready before the trouble began:",
      ...Object.keys(services).flatMap((service) =>
        commandBlock(
          `read -rp "revision of ${service}: " revision && ${rollback} --service ${service} --to "$revision"`,
        ),
      ),
      "Without this checkout, in any shell with gcloud:",
      ...commandBlock(
        'read -rp "service: " service && read -rp "revision: " revision &&',
        `  gcloud run services update-traffic "$service" ${placesOf(environment).regional} --to-revisions "$revision=100"`,
      ),
      "Then look whether it helped:",
      ...commandBlock(verifyCommand(environment)),
      `Each is pinned now: new revisions get no traffic. What to declare, and how a pin ends: ${headingLink("Roll back a service")}.`,
    ],
  };
}
