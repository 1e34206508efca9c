import { alertsOf, alertAnchor } from "../monitoring/alerts";
import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

/** Every alert in a line: found by its title, and led to what it means. */
export const alertIndexSection = (environment: Environment): Section => ({
  title: "Alerts at a glance",
  lines: tableLines(
    ["alert", "how it comes", "who acts", "what it means, what to do"],
    alertsOf(environment).map(({ id, title, response, class: about }) => [
      title,
      response,
      environment.contacts[about].team,
      `[${id}](#${alertAnchor(id)})`,
    ]),
  ),
});
