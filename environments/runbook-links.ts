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

/** Link to a place of the environment's runbook, for whoever is woken by an alert. */
export const runbookLink = ({ name, ci }: Pick<Environment, "name" | "ci">, anchor: string): string =>
  `https://github.com/${ci.repository}/blob/main/docs/runbooks/${name}.md#${anchor}`;
