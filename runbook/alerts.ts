import type { Environment } from "../environments/environment";
import { alertsOf } from "../monitoring/alerts";
import { alertAnchor, type Alert } from "../monitoring/alerts/alert";
import { tableLines } from "../report/markdown";
import { firstLookOf } from "./alert-commands";
import { dashboardReference } from "./console";
import { commandBlock, headingLink, pageLink, pageText, stepLines } from "./markdown";
import { environmentText, sentenceText } from "./shared-texts";

/** A link to what an alert means. */
export const alertLink = (id: string, text = id): string => pageLink("alerts", alertAnchor(id), text);

/** Every alert in a line: found by its title, and led to what it means. */
export const alertTable = (environment: Environment): readonly string[] =>
  tableLines(
    ["alert", "how it comes", "who acts", "what it means, what to do"],
    alertsOf(environment).map(({ id, title, response, class: about }) => [
      title,
      response,
      environment.contacts[about].team,
      alertLink(id),
    ]),
  );

/** An alert: what it means, what is typed, what is looked for, and last where its line comes from. */
function alertLines(environment: Environment, alert: Alert): readonly string[] {
  const { id, title, class: about, response, means, basis, steps } = alert;
  return [
    "",
    `## ${alertAnchor(id)}`,
    "",
    `**${sentenceText(title)}** (${response}, to the ${environment.contacts[about].team}). ${environmentText(environment, means)}`,
    ...commandBlock(...firstLookOf(environment, id)),
    ...stepLines(steps.map((step) => sentenceText(environmentText(environment, step)))),
    "",
    `Why it went off: ${environmentText(environment, basis)}`,
  ];
}

/** The page of the alerts; an alert links to its own heading here. */
export const alertsPage = (environment: Environment): string =>
  pageText("alerts", `Alerts: ${environment.name}`, [
    `A page wakes: users lose something, or soon will. A ticket is the next working day's (${headingLink("Who wakes whom")}). The commands here`,
    `only look. [Night](night.md) · [reference](reference.md) · ${dashboardReference(environment)}`,
    "",
    "## What an alert means",
    "",
    ...alertTable(environment),
    ...alertsOf(environment).flatMap((alert) => alertLines(environment, alert)),
  ]);
