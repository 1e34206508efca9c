import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { placesOf } from "./places";

/** What to do in the first five minutes, before anything is understood. */
export const nightSection = (environment: Environment): Section => ({
  title: "The first five minutes",
  lines: [
    "Nothing here changes anything. It runs in bash, in a clone of this repository; drift, reviews and deploys need Terraform too.",
    "The first line brings what is declared up to date, the second signs in gcloud and this program at once.",
    ...commandBlock("git pull --ff-only && npm ci", "gcloud auth login --update-adc"),
    ...stepLines([
      [
        "**Does it answer?** A minute, twenty at most; names every check that fails, its class and its symptom.",
        ...commandBlock(`./netra verify --environment ${environment.name}`),
        ...tableLines(
          ["exit code", "means", "go on with"],
          [
            [
              "0",
              "every check passed, some perhaps on a retry",
              `the alert's own steps (${headingLink("Alerts at a glance")}); write down what recovered`,
            ],
            ["1", "checks failed", `the first symptom that is named (${headingLink("What a symptom means")})`],
            ["2", "could not tell: no access, no network", `sign in again, then ${headingLink("Commands")} by hand`],
          ],
        ),
        "",
      ],
      [
        "**Did we do it?** A deploy or a delivery in the last hour is the first suspect, and taking it back the first remedy: " +
          `${headingLink("Roll back a service")}. The first command lists revisions of every service, deliveries among them, the second our deploys.`,
        ...commandBlock(
          `gcloud run revisions list ${placesOf(environment).regional} --sort-by '~metadata.creationTimestamp' --limit 6`,
          `gh run list --repo ${environment.ci.repository} --workflow deploy.yml --limit 5`,
        ),
      ],
      [
        "**Did somebody do it by hand?** Needs Terraform, and some minutes.",
        ...commandBlock(`./netra drift --environment ${environment.name}`),
        `Exit code 1: something was changed outside; ${headingLink("Adopt or revert drift")}. 2: it could not tell, and says why.`,
      ],
      `**Is it Google's?** [Status](https://status.cloud.google.com), region ${environment.region}.`,
      `**Who has to know?** ${headingLink("Emergency contacts")}, by the class that was found. What to say and to whom: ` +
        "[incident response](../incident-response.md).",
    ]),
  ],
});
