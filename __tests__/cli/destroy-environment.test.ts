import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  destroyEnvironment,
  stacksToDestroy,
  type Asked,
  type Destruction,
} from "../../cli/shared/destroy-environment";
import { Interrupted } from "../../cli/shared/interruption";
import type { Workplace } from "../../cli/shared/run";
import type { StateContent } from "../../cli/shared/state-content";
import type { Terraform } from "../../cli/shared/terraform";
import { TerraformFailed } from "../../cli/shared/terraform-failed";
import { GoogleApiError, type JsonObject } from "../../verify/google-answers";
import type { GoogleApi } from "../../verify/google-api";
import { trial } from "../fixture/trial";
import { checkedGoogle } from "../support/checked-google";
import { testClock } from "../support/test-clock";
import { NOTHING_KNOWN } from "../support/failure-context";

/**
 * A destroy with a Terraform that remembers what it was asked for: which stacks go, what is asked before, and what becomes
 * of protections where it stops. Terraform and the provider have their word in e2e/sandbox-destroy-command.e2e.ts.
 */

const NOW = Date.UTC(2026, 10, 29, 12);
const DATABASE = "google_sql_database_instance.database";
const PROTECTED = JSON.stringify({
  resource: { google_sql_database_instance: { database: { deletion_protection: true } } },
});

let stacks: string;
let printed: string;
/** `STACK VERB ARGUMENTS`, of what changes something. */
let calls: string[];
/** Addresses in each state. */
let held: Record<string, string[]>;
let tainted: string[];
/** Changes of a stack's plans, by purpose. */
let plans: Record<string, readonly (readonly [address: string, ...actions: string[]])[]>;
/** What an apply of a plan by purpose does instead. */
let fails: Record<string, () => Error>;

beforeEach(() => {
  stacks = mkdtempSync(join(tmpdir(), "netra-destroy-"));
  for (const name of stacksToDestroy(trial, true)) {
    mkdirSync(join(stacks, name));
    writeFileSync(join(stacks, name, "cdk.tf.json"), name === "trial-foundation" ? PROTECTED : "{}");
  }
  [calls, tainted, plans, fails, printed] = [[], [], {}, {}, ""];
  held = { "trial-edge": ["t.a"], "trial-foundation": [DATABASE, "t.b"], "bootstrap-trial": ["t.c"] };
  jest.spyOn(process.stdout, "write").mockImplementation((text) => (printed += String(text)) !== "");
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(stacks, { recursive: true, force: true });
});

const fileOf = (stack: string): string => readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8");

function terraform(stack: string): Terraform {
  let purpose = "";
  const state = (): StateContent => ({
    outputs: [],
    resources: (held[stack] ?? []).map((address) => ({
      address,
      type: address.split(".")[0] ?? "",
      name: address,
      isTainted: tainted.includes(address),
    })),
  });
  const stub: Partial<Record<keyof Terraform, unknown>> = {
    init: () => Promise.resolve(),
    state: () => Promise.resolve(state()),
    untaint: (address: string) => Promise.resolve(void calls.push(`${stack} untaint ${address}`)),
    release: (address: string) => Promise.resolve(void calls.push(`${stack} release ${address}`)),
    removePlan: () => undefined,
    plan: (asked: string, targets: readonly string[] = []) => {
      const isLifted = fileOf(stack) !== PROTECTED;
      purpose = asked === "destroy" ? "destroy" : isLifted ? "lift" : "restore";
      const all = asked === "destroy" ? (held[stack] ?? []) : targets;
      const changes = plans[purpose] ?? all.map((address) => [address, asked === "destroy" ? "delete" : "update"]);
      const json = JSON.stringify({
        format_version: "1.2",
        resource_changes: changes
          .filter(([address]) => asked === "destroy" || targets.includes(address) || plans[purpose] !== undefined)
          .map(([address, ...actions]) => ({ address, mode: "managed", type: "t", change: { actions } })),
      });
      return Promise.resolve({ json, isEmpty: changes.length === 0 });
    },
    apply: (changes: readonly { address: string }[]) => {
      calls.push(`${stack} ${purpose} ${changes.map(({ address }) => address).join(",")}`);
      const fail = fails[`${stack} ${purpose}`];
      if (fail) return Promise.reject(fail());
      if (purpose === "destroy") held[stack] = [];
      return Promise.resolve();
    },
  };
  return stub as unknown as Terraform;
}

const workplace = (): Workplace => ({ stacks, terraform });

const destruction = (isSandbox: boolean): Destruction => ({
  environment: trial,
  isSandbox,
  names: stacksToDestroy(trial, isSandbox),
  finished: [],
});

const backup = (more: object = {}): JsonObject => ({
  items: [
    {
      ...{ id: "7", status: "SUCCESSFUL", type: "ON_DEMAND" },
      ...{ startTime: "2026-11-29T11:00:00Z", endTime: "2026-11-29T11:30:00.123Z" },
      ...more,
    },
  ],
});

/** Google with backups and states, and a person who answers. */
function asked(backups: JsonObject | Error, answer = trial.project): Asked & { readonly questions: string[] } {
  const questions: string[] = [];
  const get: GoogleApi["get"] = (api, path) => {
    if (api === "sql" && path === "projects/example-trial/instances/netra-trial-db/backupRuns") {
      return backups instanceof Error ? Promise.reject(backups) : Promise.resolve(backups);
    }
    if (path.endsWith("services%2Fdefault.tfstate")) return Promise.reject(new GoogleApiError(404, "no object"));
    return Promise.resolve({ updated: "2026-11-29T10:00:00.5Z" });
  };
  return {
    questions,
    google: checkedGoogle<GoogleApi>({ get, post: () => Promise.reject(new Error("nothing is written")) }),
    clock: testClock(undefined, NOW),
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
  };
}

describe("in a sandbox", () => {
  test("everything goes, the last applied first; nobody is asked", async () => {
    held["bootstrap-trial"]!.unshift("google_storage_bucket.state-bucket");
    const person = asked(new Error("not asked"));
    const run = destruction(true);
    await destroyEnvironment(workplace(), run, person);
    expect(calls).toEqual([
      "trial-edge destroy t.a",
      `trial-foundation lift ${DATABASE}`,
      `trial-foundation destroy ${DATABASE},t.b`,
      "bootstrap-trial release google_storage_bucket.state-bucket",
      "bootstrap-trial destroy google_storage_bucket.state-bucket,t.c",
    ]);
    expect(person.questions).toEqual([]);
    expect([...run.finished].sort()).toEqual([...run.names].sort());
    expect(printed).toContain("lost for good with trial (project example-trial in the sandbox):\n");
    expect(printed).toContain("trial is destroyed\na sandbox keeps deleted names as Google does");
  });

  test("nothing is left: nothing is done", async () => {
    held = { "bootstrap-trial": ["google_storage_bucket.state-bucket"] };
    await destroyEnvironment(workplace(), destruction(true), asked(new Error("not asked")));
    expect(calls).toEqual([]);
    expect(printed).toMatch(/^nothing of trial is left: trial-monitoring, .*, bootstrap-trial\n$/);
  });
});

describe("at Google", () => {
  test("with a final backup and the project's id typed; bootstrap and the states are not touched", async () => {
    const person = asked(backup());
    await destroyEnvironment(workplace(), destruction(false), person);
    expect(calls.filter((call) => call.includes(" destroy "))).toEqual([
      "trial-edge destroy t.a",
      `trial-foundation destroy ${DATABASE},t.b`,
    ]);
    expect(calls.filter((call) => call.startsWith("bootstrap"))).toEqual([]);
    expect(person.questions).toEqual(["Type the project's id to destroy all of this: "]);
    // What is lost stands before the question, and before anything is changed.
    expect(printed).toMatch(/^lost for good with trial \(project example-trial\):\n- database instance /);
    expect(printed).toContain("not touched: bootstrap-trial, the bucket netra-trial-tfstate with the states");
    expect(printed).toContain("backup 7 stays: gcloud sql backups list --project example-trial");
    expect(printed).toContain("kept by Google: the name of a deleted instance");
  });

  test.each(["", "yes", "example-trial2", "EXAMPLE-TRIAL", "trial"])("%j is not the project's id", async (answer) => {
    const run = destruction(false);
    const refused = destroyEnvironment(workplace(), run, asked(backup(), answer));
    await expect(refused).rejects.toThrow("that is not the project's id: nothing is destroyed");
    expect([calls, run.finished]).toEqual([[], []]);
  });

  test.each<[what: string, backups: JsonObject | Error, said: string]>([
    ["there is none", {}, "it has no backup at all"],
    ["it is older than the last deploy", backup({ startTime: "2026-11-29T09:59:59Z" }), "before the last deploy"],
    ["it is under way", backup({ status: "RUNNING", endTime: undefined }), "backup 7 is RUNNING"],
    ["its times are none", backup({ endTime: "soon" }), "does not say when it was made"],
    ["Cloud SQL refuses", new GoogleApiError(403, "sql: no"), "trial: whether there is a final backup cannot be told"],
    ["Cloud SQL answers something else", { items: "canary" }, "an answer that is no list of backups"],
  ])("no final backup (%s): refused before anybody is asked", async (_what, backups, said) => {
    const person = asked(backups);
    await expect(destroyEnvironment(workplace(), destruction(false), person)).rejects.toThrow(said);
    expect([calls, person.questions]).toEqual([[], []]);
  });

  test("without a database in the state no backup is asked for: the run before has ended it", async () => {
    held = { "trial-foundation": ["google_compute_network.network"] };
    await destroyEnvironment(workplace(), destruction(false), asked(new Error("not asked")));
    expect(calls).toEqual(["trial-foundation destroy google_compute_network.network"]);
  });
});

describe("where it stops half-way", () => {
  const failure = (isKilled = false): TerraformFailed =>
    new TerraformFailed({
      ...{ stack: "trial-foundation", verb: "apply", how: "failed", isKilled, lines: [], stderr: "" },
      keptState: undefined,
      outcome: undefined,
      context: NOTHING_KNOWN,
    });
  const destroy = () => destroyEnvironment(workplace(), destruction(true), asked(new Error("not asked")));

  test.each<[what: string, error: () => Error]>([
    ["a failure", failure],
    ["an interruption before the next step", () => new Interrupted()],
  ])(
    "%s: what is left is protected again, by what the code declares, and the rest is not touched",
    async (_what, error) => {
      fails = { "trial-foundation destroy": error };
      await expect(destroy()).rejects.toThrow(error().message);
      expect(calls.slice(1)).toEqual([
        `trial-foundation lift ${DATABASE}`,
        `trial-foundation destroy ${DATABASE},t.b`,
        `trial-foundation restore ${DATABASE}`,
      ]);
      expect(fileOf("trial-foundation")).toBe(PROTECTED);
      expect(printed).toContain(`trial-foundation: protected again: ${DATABASE}\n`);
    },
  );

  test("lifting itself fails: it is put back", async () => {
    fails = { "trial-foundation lift": failure };
    await expect(destroy()).rejects.toThrow(failure().message);
    expect(calls.at(-1)).toBe(`trial-foundation restore ${DATABASE}`);
  });

  test("what was protected is gone already: nothing is made again", async () => {
    fails = {
      "trial-foundation destroy": () => {
        held["trial-foundation"] = ["t.b"];
        return failure();
      },
    };
    await expect(destroy()).rejects.toThrow();
    expect(calls.at(-1)).toBe(`trial-foundation destroy ${DATABASE},t.b`);
    expect(printed).toContain("trial-foundation: nothing with a protection is left\n");
  });

  test.each<[what: string, isKilled: boolean]>([
    ["it cannot be put back", false],
    ["Terraform was killed, so that its lock stays", true],
  ])("%s: that is said, with the command for people", async (_what, isKilled) => {
    fails = { "trial-foundation destroy": () => failure(isKilled), "trial-foundation restore": failure };
    await expect(destroy()).rejects.toThrow();
    expect(printed).toContain("trial-foundation: its protections are still lifted, because they could not be put back");
    expect(printed).toContain(`terraform -chdir=cdktf.out/stacks/trial-foundation apply -target=${DATABASE}\n`);
    expect(calls.filter((call) => call.includes(" restore ")).length).toBe(isKilled ? 0 : 1);
  });
});

describe("lifting", () => {
  const destroy = () => destroyEnvironment(workplace(), destruction(true), asked(new Error("not asked")));

  test("what would do more than lift is refused, and nothing is applied", async () => {
    plans = {
      lift: [
        [DATABASE, "update"],
        ["t.new", "create"],
        ["t.x", "delete", "create"],
      ],
    };
    await expect(destroy()).rejects.toThrow(
      "trial-foundation: its protections cannot be changed alone, because the plan has more: t.new (create), t.x (delete and create); look at ./netra drift, and deploy or undo that first",
    );
    expect(calls).toEqual(["trial-edge destroy t.a"]);
    expect(fileOf("trial-foundation")).toBe(PROTECTED);
    expect(printed).not.toContain("protections back");
  });

  test("what was deleted by hand is not made again to be destroyed", async () => {
    plans = { lift: [[DATABASE, "create"]] };
    await destroy();
    expect(calls.filter((call) => call.includes(" lift "))).toEqual([]);
  });

  test("a resource whose creation failed is kept by Terraform first: it would replace it", async () => {
    tainted = [DATABASE];
    await destroy();
    expect(calls.slice(1, 3)).toEqual([`trial-foundation untaint ${DATABASE}`, `trial-foundation lift ${DATABASE}`]);
  });
});
