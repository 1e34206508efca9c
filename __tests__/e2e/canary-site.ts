import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { routedHosts } from "../../environments/hosts";
import { staging } from "../../environments/staging";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { AUTHORITY, startEdge, type Edge } from "../support/misbehaving-edge";
import { ROOT } from "../support/tracked-files";
import { canary } from "./canary";
import { DEPLOYED_PLAN, PLAN, stateOf } from "./canary-plan";
import { answerAsGithub, answerHeard, serve, writeTerraform } from "./canary-programs";

/** A copy of the checkout, and around it what commands ask, all of it full of secrets. */

export const KEY = canary("bypass-key");

/** Of a command's environment. None of them is anybody's business but the command's own. */
export const SECRET_VARIABLES = {
  NETRA_REVIEW_KEY: canary("review-key"),
  E2E_BYPASS_KEY: KEY,
  GOOGLE_OAUTH_ACCESS_TOKEN: canary("access-token"),
  GH_TOKEN: canary("gh-token"),
  GITHUB_TOKEN: canary("github-token"),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: canary("identity-token"),
  ACTIONS_ID_TOKEN_REQUEST_URL: `https://pipelines.example/${canary("identity-url")}`,
  NOTIFY_WEBHOOK: `https://chat.example/${canary("webhook")}`,
  NPM_TOKEN: canary("npm-token"),
  TF_VAR_database_password: canary("terraform-variable"),
};

const home = mkdtempSync(join(tmpdir(), "netra-canaries-"));

/** A path in the folder of these tests. */
export const inHome = (...names: string[]): string => join(home, ...names);
const checkout = inHome("checkout");

/** A file that a command is given. */
export function given(name: string, text: string): string {
  mkdirSync(inHome("given"), { recursive: true });
  writeFileSync(inHome("given", name), text);
  return inHome("given", name);
}

/** A plan of our own stack. */
export const planFile = (): string => inHome("stacks", "staging-services", "plan.json");

interface Site {
  readonly google: Sandbox;
  readonly runner: RunnerSandbox;
  /** The runner's Google before any run of its tests. */
  readonly beginning: ReturnType<Sandbox["store"]["snapshot"]>;
  readonly edge: Edge;
  readonly refusing: Awaited<ReturnType<typeof serve>>;
  /** A GitHub that has the repository, and says what it hears where it is asked for a setting. */
  readonly github: Awaited<ReturnType<typeof serve>>;
  /** Of the plan that Terraform shows. */
  digest: string;
}
let known: Site | undefined;

/** What stands around the commands; from `openSite` on. */
export function site(): Site {
  if (known === undefined) throw new Error("openSite comes first");
  return known;
}

/** An empty Google, and a Terraform that fails at nothing but an apply. */
export const atSandbox = (): NodeJS.ProcessEnv => ({ ...sandboxVariables(site().google.url), ...SECRET_VARIABLES });
/** The same, with a plan that asks for nothing beside it. */
export const atDeploy = (): NodeJS.ProcessEnv => ({ ...atSandbox(), TF_CANARY_PLAN: inHome("deploy.json") });
/** An API that refuses everything and says all it knows. */
export const atRefusing = (): NodeJS.ProcessEnv => ({ ...sandboxVariables(site().refusing.url), ...SECRET_VARIABLES });
/** A Google in which the services and the runner of the tests stand. */
export const atRunner = (): NodeJS.ProcessEnv => ({ ...site().runner.variables, ...SECRET_VARIABLES });

/** How a command has ended, and what it left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that were written meanwhile, by path: in the checkout, the user's home, the folder of temporary files. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs a command as a process. @param during - what happens meanwhile */
export async function netra(
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
  during?: () => Promise<void>,
): Promise<Ended> {
  for (const folder of ["tmp", "user"]) {
    rmSync(inHome(folder), { recursive: true, force: true });
    mkdirSync(inHome(folder));
  }
  const env = {
    ...{ PATH: [inHome("bin"), process.env.PATH].join(delimiter), HOME: inHome("user"), TMPDIR: inHome("tmp") },
    ...{ NO_COLOR: "1", CI: "true", METADATA_SERVER_DETECTION: "none" },
    ...variables,
  };
  const moment = Date.now() - 1;
  const options = { cwd: checkout, env, stdio: ["ignore", "pipe", "pipe"], timeout: 200_000 } as const;
  const ended = new Promise<Omit<Ended, "files">>((resolve, reject) => {
    const child = spawn(process.execPath, [join(checkout, "netra"), ...args], {
      ...options,
      stdio: [...options.stdio],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
  await during?.();
  const result = await ended;
  const files = [checkout, inHome("tmp"), inHome("user")].flatMap((folder) => writtenSince(moment, folder));
  return {
    ...result,
    files: Object.fromEntries(files.map((path) => [relative(home, path), readFileSync(path, "latin1")])),
  };
}

const writtenSince = (moment: number, folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [".git", "node_modules"].includes(entry.name) ? [] : writtenSince(moment, path);
    return entry.isFile() && statSync(path).mtimeMs >= moment ? [path] : [];
  });

/** Copies the checkout into a repository of its own. */
function copyCheckout(): void {
  const notCopied = ["node_modules", "cdktf.out", ".git"];
  cpSync(ROOT, checkout, { recursive: true, filter: (path) => !notCopied.includes(relative(ROOT, path)) });
  const git = (...args: string[]): Buffer =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.example", ...args], { cwd: checkout });
  git("init", "--quiet");
  git("remote", "add", "origin", `https://x-access-token:${canary("git-remote")}@git.example/netra.git`);
  git("add", ".");
  git("commit", "--quiet", "--message", "all");
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
}

/** Services whose variables and annotations hold secrets. */
async function deliverServices({ good }: RunnerSandbox): Promise<void> {
  const { project, region, services } = staging;
  for (const service of Object.keys(services)) {
    await good("POST", `/run/v2/projects/${project}/locations/${region}/services?serviceId=${service}`, {
      annotations: { note: canary("live-annotation") },
      template: { containers: [{ image: "image", env: [{ name: "JWT", value: canary("live-variable") }] }] },
    });
  }
}

/** Names of the outputs of all stacks that were synthesized. */
const outputNames = (): readonly string[] =>
  readdirSync(join(checkout, "cdktf.out/stacks")).flatMap((stack) => {
    const json = readFileSync(join(checkout, "cdktf.out/stacks", stack, "cdk.tf.json"), "utf8");
    return Object.keys((JSON.parse(json) as { readonly output?: object }).output ?? {});
  });

/** Makes everything that stands around the commands. */
export async function openSite(): Promise<void> {
  copyCheckout();
  const { project, region } = staging;
  const google = await startSandbox({
    port: 0,
    projects: [{ id: project, stateBucket: "netra-staging-tfstate", region }],
  });
  const monitoring = "monitoring.googleapis.com";
  google.store.put(`serviceusage/projects/${project}/services/${monitoring}`, { name: monitoring, state: "ENABLED" });
  const runner = await startRunnerSandbox(staging);
  await deliverServices(runner);
  const heard = answerHeard([KEY], 403);
  known = {
    google,
    runner,
    beginning: runner.sandbox.store.snapshot(),
    edge: await startEdge({ identity: AUTHORITY.issue(routedHosts(staging)), https: heard, http: heard }),
    refusing: await serve(answerHeard([KEY, SECRET_VARIABLES.NETRA_REVIEW_KEY], 403)),
    github: await serve(answerAsGithub(answerHeard([SECRET_VARIABLES.GITHUB_TOKEN], 422))),
    digest: "",
  };
  mkdirSync(inHome("stacks", "staging-services"), { recursive: true });
  writeFileSync(planFile(), JSON.stringify(PLAN));
  writeFileSync(inHome("deploy.json"), JSON.stringify(DEPLOYED_PLAN));
  const { files: _, ...synthesized } = await netra(["synth"], {});
  expect(synthesized).toEqual({ code: 0, stdout: "", stderr: "" });
  writeFileSync(inHome("state.json"), JSON.stringify(stateOf(outputNames())));
  writeTerraform(inHome("bin"), planFile(), inHome("state.json"));
  const reviewed = await netra(["review", "--environment", "staging", "--format", "json"], atDeploy());
  known.digest = (JSON.parse(reviewed.stdout) as { readonly digest: string }).digest;
}

/** Ends it. */
export async function closeSite(): Promise<void> {
  const { google, runner, edge, refusing, github } = site();
  for (const server of [refusing, github]) server.close();
  await Promise.all([google.close(), runner.sandbox.close(), edge.close()]);
  rmSync(home, { recursive: true, force: true });
}
