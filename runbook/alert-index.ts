import { alertsOf, alertAnchor, type Alert } from "../monitoring/alerts";
import type { Environment } from "../environments/environment";
import { routedHosts } from "../environments/hosts";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

/** Alerts of one kind: the same words, of several services or hosts. */
interface Kind {
  readonly what: string;
  readonly severity: string;
  readonly team: string;
  readonly links: readonly string[];
}

/** Every alert in a line or two: found by what its title says, and led to what it means. */
export const alertIndexSection = (environment: Environment): Section => ({
  title: "Alerts at a glance",
  lines: tableLines(
    ["alert", "severity", "who acts", "what it means, what to do"],
    kindsOf(environment).map(({ what, severity, team, links }) => [what, severity, team, links.join(" · ")]),
  ),
});

function kindsOf(environment: Environment): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const alert of alertsOf(environment)) {
    const { of, what } = titleOf(environment, alert);
    const severity = alert.severity.toLowerCase();
    const team = environment.contacts[alert.class].team;
    const links = kinds.get(`${what} ${severity} ${team}`)?.links ?? [];
    const link = `[${of}](#${alertAnchor(alert.id)})`;
    kinds.set(`${what} ${severity} ${team}`, { what, severity, team, links: [...links, link] });
  }
  return [...kinds.values()];
}

/** A title names what it is of before a colon; one that names nothing is of the whole environment. */
function titleOf(environment: Environment, { title }: Alert): { readonly of: string; readonly what: string } {
  const known = [...Object.keys(environment.services), ...routedHosts(environment), "database", "cache"];
  const [of = "", ...what] = title.split(": ");
  return known.includes(of) ? { of, what: what.join(": ") } : { of: "whole environment", what: title };
}
