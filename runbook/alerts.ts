import { alertsOf } from "../monitoring/alerts";
import { alertAnchor } from "../monitoring/alerts/alert";
import type { Environment } from "../environments/environment";
import { headingLink, stepLines, type Section } from "./markdown";
import { sentenceText, environmentText } from "./shared-texts";

/** What each alert means, where its threshold comes from, and what to do; an alert links to its own heading here. */
export const alertSection = (environment: Environment): Section => ({
  title: "What an alert means",
  lines: [
    `A page wakes: users lose something, or soon will. A ticket is the next working day's. Each goes to the contact of its class (${headingLink("Emergency contacts")}).`,
    ...alertsOf(environment).flatMap(({ id, title, class: about, response, means, basis, steps: todo }) => [
      "",
      `### ${alertAnchor(id)}`,
      "",
      `**${title}** (${response}, to the ${environment.contacts[about].team}). ${environmentText(environment, means)}`,
      "",
      `Threshold: ${environmentText(environment, basis)}`,
      "",
      ...stepLines(todo.map((step) => sentenceText(environmentText(environment, step)))),
    ]),
  ],
});
