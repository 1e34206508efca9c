import type { Environment } from "../../environments/environment";
import { headingAnchor, runbookLink } from "../../environments/runbook-links";
import { textInEnvironment } from "../shared-texts";
import { alertAnchor, type Alert } from "./alert";

/** An alert's message in Markdown. The link comes first, because clients cut the end off. */
export const alertText = (
  environment: Pick<Environment, "name" | "ci">,
  { id, means, basis, steps }: Pick<Alert, "id" | "means" | "basis" | "steps">,
): string =>
  [
    `[Runbook](${runbookLink(environment, alertAnchor(id))})`,
    "",
    ...[means, "", `Threshold: ${basis}`, "", ...steps.map((step, index) => `${index + 1}. ${step}`)].map((line) =>
      textInEnvironment(environment, line, (title) => `[${title}](${runbookLink(environment, headingAnchor(title))})`),
    ),
  ].join("\n");
