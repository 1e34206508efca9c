import type { Environment } from "./environment";

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

/** Link to a place of the environment's runbook, for whoever is woken by an alert. */
export const runbookLink = ({ name, ci }: Pick<Environment, "name" | "ci">, anchor: string): string =>
  `https://github.com/${ci.repository}/blob/main/docs/runbooks/${name}.md#${anchor}`;
