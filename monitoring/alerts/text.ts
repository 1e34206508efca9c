import type { Environment } from "../../environments/environment";
import { headingAnchor, runbookLink } from "../../environments/runbook-links";
import { textInEnvironment } from "../shared-texts";
import { alertAnchor, type Alert } from "./alert";

/** An alert's message in Markdown. The link comes first, because clients cut the end off. */
export const alertText = (
  environment: Pick<Environment, "name" | "ci" | "contacts">,
  alert: Pick<Alert, "id" | "class" | "response" | "means" | "basis" | "steps">,
): string => {
  const { id, means, basis, steps } = alert;
  const lines = [means, "", `Threshold: ${basis}`, "", ...steps.map((step, index) => `${index + 1}. ${step}`)];
  return [
    `[Runbook](${runbookLink(environment, "alerts", alertAnchor(id))})${escalationText(environment, alert)}`,
    "",
    ...lines.map((line) =>
      textInEnvironment(
        environment,
        line,
        (title) => `[${title}](${runbookLink(environment, "reference", headingAnchor(title))})`,
      ),
    ),
  ].join("\n");
};

/** Whom to call when nobody answers a page; nothing where nobody has been named, and of a ticket. */
function escalationText(
  { contacts }: Pick<Environment, "contacts">,
  { class: about, response }: Pick<Alert, "class" | "response">,
): string {
  const { escalation } = contacts[about];
  return response === "page" && escalation !== "" ? `. Nobody answers: ${escalation}` : "";
}
