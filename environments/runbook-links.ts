import type { Environment } from "./environment";

/**
 * The anchor that GitHub gives a heading. GitHub numbers the second of two equal anchors; a test holds that no runbook
 * has two.
 */
export const headingAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

/**
 * The pages of a runbook: the one screen for the night, a section for each alert, and everything else. A link names its page,
 * so that a heading that moves to another page breaks at compile time or in a test.
 */
export const RUNBOOK_PAGES = ["night", "alerts", "reference"] as const;

/** A page of a runbook. */
export type RunbookPage = (typeof RUNBOOK_PAGES)[number];

/** What stands above the page for the night. */
export const nightTitle = ({ name }: Pick<Environment, "name">): string => `Night: ${name}`;

/** The folder with the runbook of an environment, relative to the repository. */
export const runbookFolder = ({ name }: Pick<Environment, "name">): string => `docs/runbooks/${name}`;

/** A page of an environment's runbook, relative to the repository. */
export const runbookFile = (environment: Pick<Environment, "name">, page: RunbookPage): string =>
  `${runbookFolder(environment)}/${page}.md`;

/** Link to a place of the environment's runbook, for whoever is woken by an alert. */
export const runbookLink = (environment: Pick<Environment, "name" | "ci">, page: RunbookPage, anchor: string): string =>
  `https://github.com/${environment.ci.repository}/blob/main/${runbookFile(environment, page)}#${anchor}`;
