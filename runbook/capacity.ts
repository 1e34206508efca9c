import { budgetsOf, socketCapacitiesOf } from "../environments/budgets";
import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

/** The (host, path) table. */
export const hostSection = (environment: Environment): Section => ({
  title: "Hosts",
  lines: tableLines(
    ["host", "path", "service"],
    Object.values(environment.hosts).flatMap(({ host, service, paths = [] }) => [
      ...paths.map((route) => [host, `\`${route.path}\``, route.service]),
      [host, "everything else", service],
    ]),
  ),
});

/** What many resources share, and how much of it is left. */
export const budgetSection = (environment: Environment): Section => ({
  title: "Budgets",
  lines: [
    "Two revisions are counted: during a rollout the old one keeps its pools until its last socket ends.",
    "",
    ...tableLines(
      ["what", "demand", "supply", "left", "how the demand comes about"],
      budgetsOf(environment).map(({ name, demand, supply, headroom, explanation }) => [
        name,
        String(demand),
        String(supply),
        String(headroom),
        explanation,
      ]),
    ),
    "",
    ...socketCapacitiesOf(environment).map(
      ({ service, capacity, comfort, lostWithOneInstance }) =>
        `${service} carries ${capacity} sockets at most and ${comfort} comfortably (60 %); one lost instance drops ${lostWithOneInstance}.`,
    ),
  ],
});
