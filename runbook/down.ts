import type { Environment } from "../environments/environment";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { logCommand, logQuestion } from "./logs";
import {
  balancerAddress,
  cacheState,
  certificateStates,
  databaseState,
  hostAddresses,
  newestRevisions,
  servingCommand,
} from "./look";
import { placesOf } from "./places";
import { sentenceText } from "./shared-texts";

/** `Staging is down`. */
export const downTitle = ({ name }: Pick<Environment, "name">): string => `${sentenceText(name)} is down`;

/** Nothing answers: the way of a request from the outside in, and what each step must say. */
export function downSection(environment: Environment): Section {
  const { project, regional } = placesOf(environment);
  return {
    title: downTitle(environment),
    lines: [
      "Nothing answers. Follow a request from outside to inside, and stop at the first step that is not as it must be. Nothing here changes",
      "anything.",
      "",
      ...stepLines([
        [
          "**DNS.** Every host must answer the one address that the last line prints.",
          ...commandBlock(hostAddresses(environment), balancerAddress(environment)),
          "Another address, or none: the zone was changed. Put the record back; it takes its TTL.",
        ],
        [
          "**The project.** `True`, or billing is off and everything in it stops. Only an owner of the billing account turns it on.",
          ...commandBlock(`gcloud billing projects describe ${environment.project} --format 'value(billingEnabled)'`),
        ],
        [
          "**The front door.** Two forwarding rules with that address, on 443 and 80; every certificate `ACTIVE`.",
          ...commandBlock(
            `gcloud compute forwarding-rules list --global ${project} --format 'table(name,IPAddress,portRange)'`,
            certificateStates(environment),
          ),
          `A rule is missing: ${headingLink("Adopt or revert drift")}. A certificate is not active: its host's DNS comes first, then up to an hour.`,
        ],
        [
          "**The services.** Each serves one revision, and it is ready.",
          ...commandBlock(
            servingCommand(environment),
            `gcloud run services list ${regional}`,
            newestRevisions(environment),
          ),
          `A revision of the last hour: ${headingLink("Roll everything back")}.`,
        ],
        [
          "**The stores.** `RUNNABLE` and `READY`. Without them no service becomes ready.",
          ...commandBlock(databaseState(environment), cacheState(environment)),
          `Otherwise: ${headingLink("Fail over")}.`,
        ],
        [
          "**Who did it.** Changes of the last day, with the account.",
          ...commandBlock(logCommand(environment, logQuestion(environment, "changes"))),
        ],
        `**Google.** [Status](https://status.cloud.google.com), region ${environment.region}. If it is theirs: say so in the channel, and wait.`,
      ]),
      "",
      `All of it is as it must be, and users are still not served: the load balancer's log says why (${headingLink("Logs")}, "5xx at the load balancer").`,
    ],
  };
}
