import type { Environment } from "../../environments/environment";
import { linkTo } from "./markdown";

/** What the tables of alerts and symptoms call a section, and its title. */
const SECTIONS: Readonly<Record<string, string>> = {
  "roll back": "Roll back a service",
  "raise a budget": "Raise a budget",
  "rotate a secret": "Rotate a secret",
};

/** Scripts that work on one environment, and refuse to guess which. */
const SCRIPT = /`npm run (verify|drift|settings|e2e|load)(?: -- ([^`]*))?`/g;

/**
 * A text of a table that all environments share, for one of them: its commands name the environment, so that they run as
 * they are printed, and `(runbook: …)` leads to the section.
 */
export const inEnvironment = ({ name }: Pick<Environment, "name">, text: string): string =>
  text
    .replace(SCRIPT, (_, script: string, rest: string | undefined) =>
      ["`npm run", script, "--", "--environment", name, ...(rest === undefined ? [] : [rest])].join(" ").concat("`"),
    )
    .replace(/\(runbook: ([^)]+)\)/g, (_, called: string) => {
      const title = SECTIONS[called];
      if (title === undefined)
        throw new Error(`"(runbook: ${called})" names no section; name it in cli/runbook/shared-texts.ts`);
      return `(${linkTo(title)})`;
    });

/** The first letter of a sentence that a table keeps as a part of one. */
export const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
