import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { stateBucketName } from "../../environments/names";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { trial } from "../fixture/trial";
import { ROOT } from "../support/tracked-files";
import { MARK_VARIABLE } from "./processes";

/** Our own stacks (`__tests__/fixture/own-stacks.ts`), which the real Terraform deploys into a sandbox without a provider. */

/** Stands in every plan and state, and must stand nowhere else. */
const CANARY = "canary-of-own-stacks";

/** How a process has ended, and what it said. */
export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of ours that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** As `marked` wants it. */
  readonly mark: string;
  readonly ended: Promise<Ended>;
}

/** A call of Terraform that is held before it begins. */
export interface Hold {
  readonly stack: string;
  readonly verb: string;
  /** The n-th such call from now on, counted from 1. */
  readonly nth: number;
}

/** A resource, as far as live and state know it. */
export type Standing = "absent" | "half" | "whole";

/** A place to deploy from, and what stands for Google. */
export interface Deployable {
  readonly sandbox: Sandbox;
  /** For what the commands read and write: `tmp` is their temporary folder, `state` where they keep what outlives them. */
  readonly inHome: (...names: string[]) => string;
  readonly digest: () => Promise<string>;
  /** Starts a deploy as the first of a group of its own. */
  readonly deploy: (digest: string, variables?: NodeJS.ProcessEnv) => Running;
  readonly hold: (call: Hold) => void;
  readonly isHeld: () => boolean;
  /** Calls of Terraform so far: `trial-foundation apply`. */
  readonly calls: () => readonly string[];
  /** By `foundation.first`. */
  readonly live: () => Readonly<Record<string, Standing>>;
  readonly state: () => Promise<Readonly<Record<string, Standing>>>;
  /** Roles of the stacks whose state is locked. */
  readonly locks: () => readonly string[];
  /** Types the command that a text of ours has printed for a verb of Terraform's, and answers its question. */
  readonly type: (text: string, verb: string) => Promise<void>;
  /** Is called after every request that may have changed something. */
  readonly watch: (watcher: () => void) => void;
  readonly close: () => Promise<void>;
}

const STATES = stateBucketName(trial);

/** Name of an object beside a stack's state in the store. */
export const stateObject = (role: string, name: "default.tfstate" | "default.tflock"): string =>
  `storage/b/${STATES}/o/${encodeURIComponent(`${role}/${name}`)}`;

/** A `terraform` that writes every call down, may hold one, waits five seconds for a lock, and is the real one. */
function wrapTerraform(home: string): void {
  const real = execFileSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
  const file = join(home, "bin", "terraform");
  mkdirSync(join(home, "bin"));
  writeFileSync(
    file,
    `#!/bin/sh
call="$(basename "$PWD") $1"
echo "$call" >> "${home}/calls"
if [ "$call" = "$(cat "${home}/hold" 2>&1)" ]; then
  echo >> "${home}/met"
  if [ "$(wc -l < "${home}/met")" -eq "$(cat "${home}/nth")" ]; then
    touch "${home}/held"
    left=300; while [ $left -gt 0 ]; do sleep 0.1; left=$((left-1)); done
  fi
fi
for word; do
  shift
  case "$word" in -lock-timeout=*) word=-lock-timeout=5s ;; esac
  set -- "$@" "$word"
done
exec "${real}" "$@"
`,
  );
  chmodSync(file, 0o755);
}

const readLines = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];

/** A state of Terraform, as far as it says which resources are whole. */
interface StateJson {
  readonly resources: readonly { readonly name: string; readonly instances: readonly { readonly status?: string }[] }[];
}

/** Where the commands run, if not as everywhere else. */
export interface Surroundings {
  /** Where they reach the sandbox; @default where it listens */
  readonly url?: (sandbox: Sandbox) => Promise<string>;
  /** The checkout that they belong to; @default this one */
  readonly checkout?: string;
}

/** Opens a place with a sandbox of its own. */
export async function openDeployable({ url, checkout = ROOT }: Surroundings = {}): Promise<Deployable> {
  const watchers: (() => void)[] = [];
  const sandbox = await startSandbox({
    port: 0,
    onChange: () => watchers.forEach((watcher) => watcher()),
    projects: [{ id: trial.project, stateBucket: STATES, region: trial.region }],
  });
  const home = mkdtempSync(join(tmpdir(), "netra-deployable-"));
  const inHome = (...names: string[]): string => join(home, ...names);
  for (const folder of ["tmp", "live", "state"]) mkdirSync(inHome(folder));
  wrapTerraform(home);
  const environment = {
    ...process.env,
    ...sandboxVariables((await url?.(sandbox)) ?? sandbox.url),
    NODE_OPTIONS: `--require "${join(checkout, "__tests__/fixture/own-stacks.js")}"`,
    PATH: [inHome("bin"), process.env.PATH].join(delimiter),
    TMPDIR: inHome("tmp"),
    XDG_STATE_HOME: inHome("state"),
    CDKTF_OUTDIR: inHome("cdktf.out"),
    NETRA_REVIEW_KEY: "a key",
    NO_COLOR: "1",
    TF_VAR_live: inHome("live"),
    TF_VAR_first: "0",
    TF_VAR_second: "0",
    TF_VAR_third: "0",
    TF_VAR_canary: CANARY,
  };
  const start = (args: readonly string[], variables: NodeJS.ProcessEnv = {}): Running => {
    const mark = randomUUID();
    const child = spawn(process.execPath, [join(checkout, "netra"), ...args], {
      cwd: home,
      env: { ...environment, ...variables, [MARK_VARIABLE]: mark },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Ended>((done) => {
      child.once("close", (code) => {
        // Whatever happens to a command, it says no value.
        expect(`${stdout}${stderr}`).not.toContain(CANARY);
        done({ code, stdout, stderr });
      });
    });
    return { child, mark, ended };
  };
  const readState = async (role: string): Promise<Readonly<Record<string, Standing>>> => {
    const name = encodeURIComponent(`${role}/default.tfstate`);
    const answer = await fetch(`${sandbox.url}/storage/v1/b/${STATES}/o/${name}?alt=media`);
    if (!answer.ok) return {};
    const { resources } = (await answer.json()) as StateJson;
    return Object.fromEntries(
      resources.map((resource) => [
        `${role}.${resource.name}`,
        resource.instances.every(({ status }) => status === undefined) ? "whole" : "half",
      ]),
    );
  };
  return {
    sandbox,
    inHome,
    digest: async () => {
      const { stdout, stderr } = await start(["review", "--environment", "trial", "--format", "json"]).ended;
      expect(stderr).toBe("");
      return (JSON.parse(stdout) as { digest: string }).digest;
    },
    deploy: (digest, variables) => start(["deploy", "--environment", "trial", "--digest", digest], variables),
    hold: ({ stack, verb, nth }) => {
      for (const name of ["met", "held"]) rmSync(inHome(name), { force: true });
      writeFileSync(inHome("hold"), `${stack} ${verb}`);
      writeFileSync(inHome("nth"), String(nth));
    },
    isHeld: () => existsSync(inHome("held")),
    calls: () => readLines(inHome("calls")),
    live: () =>
      Object.fromEntries(
        readdirSync(inHome("live")).map((file) => [
          file.replace("trial-", ""),
          readLines(inHome("live", file)).at(-1) === "done" ? "whole" : "half",
        ]),
      ),
    state: async () => ({ ...(await readState("foundation")), ...(await readState("services")) }),
    locks: () =>
      ["foundation", "services"].filter((role) => sandbox.store.get(stateObject(role, "default.tflock")) !== undefined),
    type: async (text, verb) => {
      const line = text.split("\n").find((each) => each.includes(verb)) ?? `no ${verb} in: ${text}`;
      // `netra synth` knows the fixture's real stacks alone.
      const synth = `(cd "${checkout}" && node --require ./tools/register.js main.ts)`;
      const env = { ...environment, PATH: process.env.PATH };
      const typed = line.replace("./netra synth", synth);
      const { failure, stdout, stderr } = await runChild("sh", ["-ec", `{ ${typed}; } <<EOF\nyes\nEOF`], {
        cwd: home,
        env,
        deadlineSeconds: 120,
      });
      if (failure !== undefined) throw new Error([line, failure, stdout, stderr].join("\n"));
    },
    watch: (watcher) => void watchers.push(watcher),
    close: async () => {
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
