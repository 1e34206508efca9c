import { mkdirSync, writeFileSync } from "node:fs";
import { AUTHORITY } from "../support/misbehaving-edge";
import { canary } from "./canary";
import { PLAN, stateOf } from "./canary-plan";
import { KEY, SECRET_VARIABLES, atRefusing, atRunner, atSandbox, given, inHome, planFile, site } from "./canary-site";

/** Every command, and the ways in which it meets a secret. */

const failing = (verb: string) => (): NodeJS.ProcessEnv => ({ ...atSandbox(), TF_CANARY_FAILS: verb });

/** One way in which a command is run. */
export interface Run {
  /** What is planted where it looks. */
  readonly what: string;
  readonly args: () => readonly string[];
  /** @default a Google in which nothing stands, and a Terraform that fails at nothing but an apply */
  readonly variables?: () => NodeJS.ProcessEnv;
  readonly code: number;
  /** A proof that it came as far as the secrets. */
  readonly says: RegExp;
  /** What happens meanwhile. */
  readonly during?: () => Promise<void>;
  /**
   * It prints a report, so that it is run in every format. A line of an error is the same in all of them.
   *
   * @default where it can tell, so where its code is not 2
   */
  readonly isReport?: true;
}

const STAGING = ["--environment", "staging"];
const staged =
  (...args: string[]) =>
  () => [...STAGING, ...args];
const plain = (code: number, says: RegExp, ...args: string[]): Run => ({
  what: args.join(" "),
  args: () => args,
  code,
  says,
});

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

/** Every command, and how it is run. */
export const RUNS: Readonly<Record<string, readonly Run[]>> = {
  check: [plain(0, /findings|netra-check/i)],
  synth: [plain(0, /^$/)],
  environments: [plain(0, /staging/)],
  explain: [plain(0, /provisioner-none/), plain(0, /provisioner/, "provisioner-none")],
  docs: [plain(0, /runbooks/)],
  hooks: [plain(0, /hooks/), plain(0, /hooks/, "--remove")],
  settings: [{ what: "staging", args: staged(), code: 0, says: /bypass/i }],
  bench: [plain(0, /synth/i, "--only", "synth", "--runs", "1")],
  start: [plain(2, /into a sandbox/)],
  review: [
    { what: "a plan in a file", args: () => ["--plan", planFile()], code: 1, says: /terraform_data\.marked/ },
    {
      ...{ what: "a plan of somebody else", code: 1, says: /terraform_data/ },
      args: () => ["--plan", given("other.json", JSON.stringify(PLAN))],
    },
    {
      what: "a file that is no plan",
      args: () => ["--plan", given("torn.json", `{"a": "${canary("torn-file")}`)],
      code: 2,
      says: /no JSON/,
    },
    {
      ...{ what: "a repository in the place of a commit", code: 2, says: /no name of a commit/ },
      args: () => ["--base", `https://x-access-token:${canary("base-userinfo")}@git.example/netra.git`],
    },
    { what: "the code", args: () => ["--base", "HEAD"], code: 0, says: /nothing changes|netra-review/i },
    {
      ...{ what: "a stack's own plan", code: 1, says: /terraform_data\.marked/ },
      args: () => ["--stack", "staging-foundation"],
    },
    ...["init", "plan", "show", "state"].map((verb): Run => ({
      ...{ what: `Terraform fails at ${verb}`, args: staged(), variables: failing(verb), code: 2 },
      says: /terraform init|staging-\w+/,
    })),
  ],
  drift: [
    { what: "a plan in a file", args: () => [...STAGING, "--plan", planFile()], code: 1, says: /websocket-service/ },
    { what: "Terraform fails", args: staged(), variables: failing("plan"), code: 2, says: /staging-\w+/ },
  ],
  adopt: [
    {
      ...{ what: "a state with secrets", code: 0, says: /websocket-service/ },
      args: () => [...STAGING, "--live", given("live.json", JSON.stringify(stateOf([])))],
    },
    {
      ...{ what: "a file that is no state", code: 2, says: /no JSON|not readable|no state/i },
      args: () => [...STAGING, "--live", given("torn-state.json", `${canary("torn-live")} {`)],
    },
  ],
  deploy: [
    { what: "another plan", args: staged("--digest", "0".repeat(64)), code: 1, says: /differ from what was reviewed/ },
    { what: "an apply that fails", args: () => [...STAGING, "--digest", site().digest], code: 2, says: /applying/ },
    {
      what: "Terraform fails",
      args: staged("--digest", "0".repeat(64)),
      variables: failing("init"),
      code: 1,
      says: /staging-\w+/,
    },
    {
      ...{ what: "Google refuses", variables: atRefusing, code: 2, says: /refused/ },
      args: () => [...STAGING, "--digest", site().digest],
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
  sandbox: [
    plain(0, /^$/, "--exec", "true"),
    {
      ...{ what: "data that are none", code: 2, says: /data/ },
      args: () => {
        mkdirSync(inHome("data"), { recursive: true });
        writeFileSync(inHome("data", "sandbox.json"), `${canary("sandbox-data")} {`);
        return ["--data", inHome("data"), "--exec", "true"];
      },
    },
  ],
};
