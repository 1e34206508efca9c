import { alertsOf } from "../monitoring/alerts";
import { alertAnchor } from "../monitoring/alerts/alert";
import type { Environment } from "../environments/environment";
import { headingLink, stepLines, type Section } from "./markdown";
import { sentenceText, environmentText } from "./shared-texts";

/** What each alert means, where its threshold comes from, and what to do; an alert links to its own heading here. */
export const alertSection = (environment: Environment): Section => ({
  title: "What an alert means",
  lines: [
    `Each is sent to the contact of its class (${headingLink("Emergency contacts")}).`,
    ...alertsOf(environment).flatMap(({ id, title, class: about, severity, means, basis, steps: todo }) => [
      "",
      `### ${alertAnchor(id)}`,
      "",
      `**${title}** (${severity.toLowerCase()}, to the ${environment.contacts[about].team}). ${environmentText(environment, means)}`,
      "",
      `Threshold: ${environmentText(environment, basis)}`,
      "",
      ...stepLines(todo.map((step) => sentenceText(environmentText(environment, step)))),
    ]),
  ],
});
