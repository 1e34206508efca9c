import { alertsOf } from "../monitoring/alerts";
import { alertAnchor } from "../monitoring/alerts/alert";
import type { Environment } from "../environments/environment";
import { linkTo, steps, type Section } from "./markdown";
import { asSentence, inEnvironment } from "./shared-texts";

/** What each alert means, where its threshold comes from, and what to do; an alert links to its own heading here. */
export const alerts = (environment: Environment): Section => ({
  title: "What an alert means",
  lines: [
    `Each is sent to the contact of its class (${linkTo("Emergency contacts")}).`,
    ...alertsOf(environment).flatMap(({ id, title, class: about, severity, means, basis, steps: todo }) => [
      "",
      `### ${alertAnchor(id)}`,
      "",
      `**${title}** (${severity.toLowerCase()}, to the ${environment.contacts[about].team}). ${inEnvironment(environment, means)}`,
      "",
      `Threshold: ${inEnvironment(environment, basis)}`,
      "",
      ...steps(todo.map((step) => asSentence(inEnvironment(environment, step)))),
    ]),
  ],
});
