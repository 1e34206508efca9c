import { socketEndpoints } from "../environments/hosts";
import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import { logCommand, logQuestion } from "./logs";
import { cacheState, databaseState, newestRevisions, servingCommand, verifyCommand } from "./look";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { socketServiceOf } from "./places";

/** What the load balancer writes as `statusDetails` (https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring). */
const DETAILS: readonly (readonly [details: string, means: string, todo: string])[] = [
  [
    "`response_sent_by_backend`",
    "Cloud Run or the service answered 503 itself",
    "step 3, and the service's errors: a store that is gone, or a start that fails",
  ],
  [
    "`backend_connection_closed_before_data_sent_to_client`, `failed_to_connect_to_backend`",
    "the instance went away: a crash, or no memory left",
    "step 4",
  ],
  ["`failed_to_pick_backend`", "the load balancer has no backend for the path", "drift of the edge stack"],
  ["`backend_timeout`", "the service took it and gave no answer in time", "step 3: it waits for a store"],
  ["no entry at all", "the request never came here", "DNS and the certificate: the environment is down"],
];

/** The title that people search for. */
export const SOCKET_503 = "WebSocket 503";

/** The failure that the plan is about: an upgrade that is answered with 503, 502 or 504. None where nothing has sockets. */
export function socketSection(environment: Environment): readonly Section[] {
  const service = socketServiceOf(environment);
  if (service === undefined) return [];
  const ends = socketEndpoints(environment).map(({ host, path }) => `\`${host}${path}\``);
  return [
    {
      title: SOCKET_503,
      lines: [
        `A socket opens with 101. It got 503, 502 or 504 on ${ends.join(", ")}: \`${service}\` did not take it.`,
        "",
        ...stepLines([
          [
            "**Which paths, and who answered?** A minute.",
            ...commandBlock(
              verifyCommand(environment, "socket"),
              logCommand(environment, logQuestion(environment, "balancer-5xx")),
            ),
            ...tableLines(["statusDetails in the log", "means", "go on with"], DETAILS),
            "",
          ],
          [
            "**A new revision in the last hour?** Then roll it back now, and look for the reason later.",
            ...commandBlock(servingCommand(environment), newestRevisions(environment)),
            "This lists the revisions of the service, and ends with 2 because none is chosen:",
            ...commandBlock(`./netra rollback --environment ${environment.name} --service ${service}`),
            "**This one changes what users get**, within seconds. Open sockets stay where they are.",
            ...commandBlock(
              `read -rp "revision: " revision && ./netra rollback --environment ${environment.name} --service ${service} --to "$revision"`,
            ),
          ],
          [
            "**Its stores?** `RUNNABLE` and `READY`; without them it answers 503.",
            ...commandBlock(databaseState(environment), cacheState(environment)),
            `Otherwise: ${headingLink("Fail over")}.`,
          ],
          [
            "**Does it crash?** Exits and memory limits first, then its own errors.",
            ...commandBlock(
              logCommand(environment, logQuestion(environment, "counted-container-exits")),
              logCommand(environment, logQuestion(environment, `errors-${service}`)),
            ),
            `Memory: ${headingLink("Raise a budget")}. An error of its code: the ${environment.contacts.authentication.team}.`,
          ],
          ["**Done?** Every socket check passes.", ...commandBlock(verifyCommand(environment, "socket"))],
        ]),
      ],
    },
  ];
}
