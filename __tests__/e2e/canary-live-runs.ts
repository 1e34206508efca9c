import { sandboxVariables } from "../../sandbox/variables";
import { AUTHORITY } from "../support/misbehaving-edge";
import { canary } from "./canary";
import { STAGING, staged, type Run } from "./canary-run";
import { KEY, SECRET_VARIABLES, atRefusing, atRunner, atSandbox, given, inHome, site } from "./canary-site";

/** Commands that ask somebody else: Google, GitHub, a load balancer. */

const throughEdge = (): readonly string[] => {
  const { address, httpsPort, httpPort } = site().edge.target;
  return ["--connect-to", `${address}:${httpsPort}:${httpPort}`, "--ca", given("ca.pem", AUTHORITY.cert)];
};

/** What a test of the product prints in a bad moment. */
const JUNIT = `<testsuite><testcase classname="t" name="chats"><failure message="token=${canary("test-message")}"/><system-out>X-E2E-Bypass-Key: ${KEY}
redis://default:${canary("test-userinfo")}@10.0.0.3:6379/0</system-out></testcase></testsuite>`;

/** Waits for an execution of the runner, and leaves what its container would leave. */
async function leaveReport(xml = JUNIT): Promise<void> {
  const { runner, beginning } = site();
  runner.sandbox.store.restore(beginning);
  runner.order({ outcome: "fail", reads: 1 });
  for (let left = 600; left > 0 && runner.executions().length === 0; left -= 1) {
    await new Promise((waited) => setTimeout(waited, 100));
  }
  await runner.report(xml);
}

/** By command. */
export const LIVE_RUNS: Readonly<Record<string, readonly Run[]>> = {
  destroy: [
    { what: "another token than the sandbox's", args: staged(), code: 2, says: /only in part/ },
    {
      ...{ what: "Terraform fails", args: staged(), code: 2, says: /terraform \w+: ended with status 1/ },
      variables: () => ({ ...SECRET_VARIABLES, ...sandboxVariables(site().google.url) }),
    },
  ],
  doctor: [
    { what: "this machine", args: () => [], variables: atRunner, code: 0, says: /credentials/ },
    {
      ...{ what: "GitHub refuses", args: () => ["--github"], code: 2, says: /403/ },
      variables: () => ({ ...SECRET_VARIABLES, GITHUB_API_URL: site().refusing.url }),
    },
    {
      ...{
        what: "a GitHub that says all it hears",
        args: () => ["--github"],
        code: 1,
        says: /netrasystems/,
      },
      variables: () => ({ ...SECRET_VARIABLES, GITHUB_API_URL: site().github.url }),
    },
  ],
  serving: [
    { what: "services with secrets", args: staged(), variables: atRunner, code: 0, says: /websocket-service/ },
    { what: "Google refuses", args: staged(), variables: atRefusing, code: 2, says: /refused/ },
    {
      ...{ what: "credentials that are none", args: staged(), code: 2, says: /no credentials/ },
      variables: () => ({
        ...SECRET_VARIABLES,
        GOOGLE_OAUTH_ACCESS_TOKEN: "",
        GOOGLE_APPLICATION_CREDENTIALS: given("credentials.json", canary("credentials-file")),
      }),
    },
    {
      ...{ what: "an address with a password", args: staged(), code: 2, says: /GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT/ },
      variables: () => ({
        ...atSandbox(),
        GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: `http://user:${canary("endpoint-userinfo")}@127.0.0.1:9/`,
      }),
    },
  ],
  rollback: [
    {
      ...{ what: "Google refuses", variables: atRefusing, code: 2, says: /refused/ },
      args: () => [...STAGING, "--service", "websocket-service", "--to", "latest"],
    },
    {
      ...{ what: "a record that is none", code: 2, says: /before/ },
      args: () => [...STAGING, "--before", given("before.json", `{"services": "${canary("record")}`)],
    },
    {
      what: "revisions with secrets",
      args: staged("--service", "websocket-service"),
      variables: atRunner,
      code: 2,
      says: /websocket-service-0/,
    },
  ],
  snooze: [
    { what: "nothing is silenced", args: staged(), code: 0, says: /nothing is silenced/ },
    { what: "Google refuses", args: staged(), variables: atRefusing, code: 2, says: /refused/ },
    {
      ...{ what: "an alert that is none", code: 1, says: /alert/ },
      args: staged("--alert", "none", "--reason", "a rehearsal"),
    },
  ],
  "drift-checked": [
    ...[atSandbox, atRefusing].map((variables, index): Run => ({
      ...{ what: index === 0 ? "a report" : "Google refuses", variables, code: index * 2 },
      says: index === 0 ? /written to Monitoring/ : /refused/,
      args: () => [
        ...STAGING,
        "--report",
        given(
          "drift.json",
          JSON.stringify({
            stacks: [
              {
                name: "staging-services",
                drift: [{ class: "reverted", before: canary("reported"), consequence: canary("said") }],
              },
            ],
          }),
        ),
      ],
    })),
    {
      ...{ what: "a report that is none", code: 2, says: /not readable as JSON/ },
      args: () => [...STAGING, "--report", given("torn-report.json", canary("torn-report"))],
    },
  ],
  verify: [
    {
      ...{ what: "an edge that says all it hears", variables: atRefusing, code: 1, says: /route\// },
      args: () => [
        ...STAGING,
        ...throughEdge(),
        "--only",
        "route",
        "socket",
        "--hold",
        "1",
        "--publish",
        "--record",
        inHome("tmp", "history"),
      ],
    },
    {
      ...{ what: "Google refuses", variables: atRefusing, code: 2, says: /refused/, isReport: true },
      args: staged("--only", "variables", "database", "cache"),
    },
    {
      ...{ what: "an address with a password", code: 2, says: /ADDRESS\[:HTTPS_PORT/ },
      args: staged("--connect-to", `https://user:${canary("argument-userinfo")}@127.0.0.1`),
    },
    {
      ...{ what: "a history that is broken", code: 2, says: /history/ },
      args: () => [...STAGING, "--only", "tls", "--record", given("history", `${canary("history")}\n`)],
    },
  ],
  e2e: [
    {
      ...{ what: "tests that print secrets", variables: atRunner, code: 1, says: /chats/, during: () => leaveReport() },
      args: () => [...STAGING, "--junit", inHome("tmp", "junit.xml")],
    },
    { what: "Google refuses", variables: atRefusing, args: staged(), code: 2, says: /refused/ },
    {
      ...{ what: "a report that is broken", variables: atRunner, code: 2, says: /is no XML/ },
      args: staged(),
      during: () => leaveReport(`<testsuite><testcase ${canary("broken-report")}></testcase></testsuite>`),
    },
  ],
  load: [
    {
      ...{ what: "an edge that says all it hears", variables: atRunner, code: 2, says: /no token/ },
      args: () => [...STAGING, ...throughEdge(), "--duration", "60", "--arrivals", "1", "--token"],
    },
    { what: "Google refuses", variables: atRefusing, args: staged("--duration", "60"), code: 2, says: /refused/ },
  ],
};
