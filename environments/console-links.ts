import type { Environment } from "./environment";

const CONSOLE = "https://console.cloud.google.com";

/** A link that opens the environment's own project, whatever project the reader had open last. @param path - below the console's host, encoded */
export const consoleLink = ({ project }: Pick<Environment, "project">, path: string): string =>
  `${CONSOLE}/${path}?project=${encodeURIComponent(project)}`;

/** The dashboard's name in Google's list of dashboards. */
export const dashboardName = ({ name }: Pick<Environment, "name">): string => `${name} at a glance`;

/**
 * The list that the dashboard stands in. Google draws the id that its own page has, and answers a chosen one with the
 * project's number, which no declaration knows. Alerts do not wait for it either: what refuses a dashboard must not leave
 * anybody without alerts.
 */
export const dashboardLink = (environment: Pick<Environment, "project">): string =>
  consoleLink(environment, "monitoring/dashboards");
