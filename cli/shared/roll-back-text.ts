import type { Environment } from "../../environments/environment";
import { environmentFile } from "../../environments/environment-file";
import { pinEntry, pinWaiver } from "../../environments/pins";
import { codeSpan } from "../../report/markdown";
import type { WayBack } from "./roll-back";

/** Markdown about a roll back, for the summary of a workflow's run, a chat and a terminal. */

const code = (text: string): string => `\`${text}\``;

/** The command that gives the latest revision its traffic again. */
const unpinCommand = ({ name }: Pick<Environment, "name">, service: string): string =>
  `./netra rollback --environment ${name} --service ${service} --to latest`;

/** That a service is pinned, how the pin is kept, and how it is undone: one that nobody owns outlives its reason. */
export const pinnedLines = (
  environment: Environment,
  { service, revision, from }: WayBack,
  owner: string,
  expires: string,
): readonly string[] => [
  `- ${code(service)}: traffic of ${environment.name} is **pinned** to ${code(revision)}, away from ${code(from)}; owner ${owner}, until ${expires}`,
  `  - undo: ${code(unpinCommand(environment, service))}`,
  `  - keep: the next deploy undoes it too, unless ${code(environmentFile(environment.name))} says, in \`services["${service}"]\` and in \`waivers\`:`,
  "",
  "    ```ts",
  ...[pinEntry({ revision }), ...pinWaiver({ service, from, owner, expires })].map((line) => `    ${line}`),
  "    ```",
];

/** That nothing is there to go back to. */
export const noWayBackLine = (service: string, from: string): string =>
  `- ${code(service)} had no ready revision before ${code(from)}: there is nothing to go back to`;

/** That Google refused. */
export const unpinnedLine = ({ service, revision }: Pick<WayBack, "service" | "revision">, reason: string): string =>
  `- **${code(service)} could not be pinned** to ${code(revision)}; it serves what it served (${codeSpan(reason)})`;
