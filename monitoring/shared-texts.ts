import type { Environment } from "../environments/environment";

/** What the tables of alerts and symptoms call a section of the runbook, and its title. */
const SECTIONS: Readonly<Record<string, string>> = {
  drift: "Adopt or revert drift",
  "fail over": "Fail over",
  "raise a budget": "Raise a budget",
  restore: "Restore to a point in time",
  "roll back": "Roll back a service",
  "rotate a secret": "Rotate a secret",
};

/** Commands that work on one environment, and refuse to guess which. */
const COMMAND = /`\.\/netra (verify|drift|settings|e2e|load|snooze)(?: ([^`]*))?`/g;

/** The same as plain text: a section is named by its title. */
export const plainTextIn = (environment: Pick<Environment, "name">, text: string): string =>
  textInEnvironment(environment, text, (title) => `runbook: ${title}`);

/**
 * A text of a table that all environments share, for one of them: its commands name the environment, so that they run as
 * they are printed, and `(runbook: …)` leads to the section.
 *
 * @param linkTo - a link in Markdown to the section of that title
 * @throws Error where the text names a section that is not in the table
 */
export const textInEnvironment = (
  { name }: Pick<Environment, "name">,
  text: string,
  linkTo: (title: string) => string,
): string =>
  text
    .replace(COMMAND, (_, command: string, rest: string | undefined) =>
      ["`./netra", command, "--environment", name, ...(rest === undefined ? [] : [rest])].join(" ").concat("`"),
    )
    .replace(/\(runbook: ([^)]+)\)/g, (_, called: string) => {
      const title = SECTIONS[called];
      if (title === undefined)
        throw new Error(`"(runbook: ${called})" names no section; name it in monitoring/shared-texts.ts`);
      return `(${linkTo(title)})`;
    });
