import { mkdirSync, writeFileSync } from "node:fs";
import { canary } from "./canary";
import { LIVE_RUNS } from "./canary-live-runs";
import { PLAN, stateOf } from "./canary-plan";
import { STAGING, staged, type Run } from "./canary-run";
import { atDeploy, atRefusing, atSandbox, given, inHome, planFile, site } from "./canary-site";

/** Every command, and the ways in which it meets a secret. */

const failing = (verb: string) => (): NodeJS.ProcessEnv => ({ ...atSandbox(), TF_CANARY_FAILS: verb });

const plain = (code: number, says: RegExp, ...args: string[]): Run => ({
  what: args.join(" "),
  args: () => args,
  code,
  says,
});

/** Every command, and how it is run. */
export const RUNS: Readonly<Record<string, readonly Run[]>> = {
  check: [plain(0, /findings|netra-check/i)],
  synth: [plain(0, /^$/)],
  environments: [plain(0, /staging/)],
  explain: [plain(0, /provisioner-none/), plain(0, /provisioner/, "provisioner-none")],
  docs: [plain(0, /runbooks/)],
  hooks: [plain(0, /hooks/), plain(0, /hooks/, "--remove")],
  graph: [{ what: "staging", args: staged(), code: 0, says: /netra-staging-db/ }],
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
      says: /JSON that ends half-way/,
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
    {
      what: "an apply that fails",
      args: () => [...STAGING, "--digest", site().digest],
      variables: atDeploy,
      code: 2,
      says: /applying/,
    },
    {
      what: "Terraform fails",
      args: staged("--digest", "0".repeat(64)),
      variables: failing("init"),
      code: 1,
      says: /staging-\w+/,
    },
    {
      ...{ what: "Google refuses", code: 2, says: /refused/ },
      args: () => [...STAGING, "--digest", site().digest],
      variables: () => ({ ...atDeploy(), ...atRefusing() }),
    },
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
  ...LIVE_RUNS,
};
