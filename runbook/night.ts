import type { Environment } from "../environments/environment";
import { nightTitle, runbookFolder } from "../environments/runbook-links";
import { tableLines } from "../report/markdown";
import { symptomAnchor } from "../verify/symptoms";
import { alertLink } from "./alerts";
import { contactClasses, escalationText } from "./contacts";
import { consoleLink } from "../environments/console-links";
import { dashboardReference } from "./console";
import { downTitle } from "./down";
import { driftCommand, newestBackups, newestRevisions, servingCommand, verifyCommand, workflowRuns } from "./look";
import { commandBlock, headingLink, pageLink, pageText, stepLines } from "./markdown";
import { socketServiceOf } from "./places";
import { SOCKET_503 } from "./socket-503";

/** What somebody sees, what is typed, and where it goes on. */
type NightRow = readonly [symptom: string, command: string, page: string];

/** By what people see, the worst and the most common first. */
function nightRows(environment: Environment): readonly NightRow[] {
  const { name } = environment;
  const symptomLink = (id: Parameters<typeof symptomAnchor>[0], text: string): string =>
    pageLink("reference", symptomAnchor(id), text);
  return [
    ...(socketServiceOf(environment) === undefined
      ? []
      : [
          [SOCKET_503, verifyCommand(environment, "socket"), headingLink(SOCKET_503)] as const,
          ["a socket closes at once", verifyCommand(environment, "socket"), alertLink("socket-errors")] as const,
        ]),
    ["nothing answers", verifyCommand(environment, "dns", "tls"), headingLink(downTitle(environment))],
    ["it began with a deploy", servingCommand(environment), headingLink("Roll everything back")],
    ["502, 503, 504 elsewhere", servingCommand(environment), alertLink("outage")],
    ["500", verifyCommand(environment, "route"), symptomLink("internal-error", "internal-error")],
    ["401 or 403 for many", verifyCommand(environment, "variables"), alertLink("auth-failing")],
    ["429", verifyCommand(environment, "route"), alertLink("refused")],
    ["slow", verifyCommand(environment, "database", "cache"), alertLink("latency")],
    ["a certificate warning", verifyCommand(environment, "tls"), alertLink("certificate")],
    ["database errors", verifyCommand(environment, "database"), alertLink("database-down")],
    ["people are signed out", verifyCommand(environment, "cache"), alertLink("cache-down")],
    [
      "rows or tables are gone",
      newestBackups(environment),
      headingLink("Restore to a point in time", "reference", "restore"),
    ],
    ["a secret has leaked", `gcloud secrets list --project ${environment.project}`, headingLink("Rotate a secret")],
    ["data leak, right now", "read first: it shuts everybody out", headingLink("Stop all traffic")],
    ["changed by hand", driftCommand(environment), headingLink("Adopt or revert drift", "reference", "take it back")],
    [
      "a deploy broke off",
      `./netra review --environment ${name}`,
      headingLink("Finish an interrupted deploy", "reference", "finish it"),
    ],
    ["GitHub is down", `./netra verify --environment ${name} --publish`, headingLink("GitHub is down")],
    ["an alert that is known", `./netra snooze --environment ${name}`, headingLink("Silence an alert")],
  ];
}

const isCommand = (text: string): boolean => /^(\.\/netra|gcloud) /.test(text);

/**
 * The page of the night: one screen from what somebody sees to what is typed. A test measures it.
 */
export const nightPage = (environment: Environment): string =>
  pageText("night", nightTitle(environment), [
    [
      "[Alerts](alerts.md)",
      "[reference](reference.md)",
      dashboardReference(environment),
      `[open alerts](${consoleLink(environment, "monitoring/alerting")})`,
      "[Google's status](https://status.cloud.google.com)",
    ].join(" · "),
    "",
    ...stepLines([
      'Write "I have it" into the channel.',
      [
        `Open bash in your clone; this page is there too, in \`${runbookFolder(environment)}/\`. Look, change nothing yet.`,
        ...commandBlock(
          newestRevisions(environment),
          workflowRuns(environment, "deploy.yml"),
          verifyCommand(environment),
        ),
      ],
      `A revision or a deploy of the last hour: ${headingLink("Roll everything back")} first, and look for the reason later.`,
      [
        "`verify` takes a minute, twenty at most. It ended with **1**: it names what fails; go on below. **0**: it answers; do the",
        "[alert's own steps](alerts.md). **2**: it could not tell; type `gcloud auth login --update-adc`, then once more.",
      ],
    ]),
    "",
    ...tableLines(
      ["what you see", "type this", "then read"],
      nightRows(environment).map(([symptom, command, page]) => [
        symptom,
        isCommand(command) ? `\`${command}\`` : command,
        page,
      ]),
    ),
    "",
    `Nobody took it after 15 minutes, or you need help (${headingLink("Who wakes whom")}):`,
    "",
    ...tableLines(
      ["about", "team", "**call**"],
      contactClasses(environment).map((about) => [
        about,
        environment.contacts[about].team,
        escalationText(environment, about),
      ]),
    ),
    "",
    `Something else: ${headingLink("What a symptom means")}. What to say to whom: [incident response](../../incident-response.md).`,
  ]);
