import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { callerEnvironment } from "../../cli/shared/provider";
import { applyStack, deployEnvironment, openSite, type Site } from "../../cli/shared/sandbox-deploy";
import { sandboxedEnvironment } from "../../cli/shared/sandbox-variables";
import { allStacks } from "../../environments/stack-names";
import { plainPath } from "../../google/paths";
import { PROVIDERS } from "../../google/versions";
import { readPlan } from "../../policy/core/plan";
import { changesOf } from "../../review/change";
import type { Sandbox } from "../../sandbox/start";
import { readRun, runDirectory } from "./run";

/**
 * docs/upgrade-google-7.md, in a sandbox: deployed with the release before, planned with ours, every difference named,
 * applied, and planned again.
 */

const BEFORE = "6.50.0";

/** Arguments that {@link BEFORE} does not know, by type; what stands under one goes with it. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  google_artifact_registry_repository: ["deletion_policy"],
  google_cloud_run_v2_service: [
    "default_uri_disabled",
    "scaling.max_instance_count",
    "template.containers.0.readiness_probe",
  ],
  google_compute_global_address: ["deletion_policy"],
  google_redis_instance: ["deletion_policy", "deletion_protection"],
  google_secret_manager_secret: ["deletion_policy"],
  google_sql_database_instance: ["deletion_policy", "final_backup_description", "settings.final_backup_config"],
  google_storage_bucket: ["deletion_policy"],
};

type Block = Record<string, unknown>;

interface StackFile {
  readonly terraform: { readonly required_providers: { readonly google: { version: string } } };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

function removeAt(block: Block, path: string): void {
  const steps = path.split(".");
  const last = steps.pop()!;
  const parent = steps.reduce<Block>((at, step) => at[step] as Block, block);
  if (!(last in parent)) throw new Error(`${path} is not declared`);
  Reflect.deleteProperty(parent, last);
}

/** A stack as it was declared for the release before. */
function asBefore(text: string): string {
  const file = JSON.parse(text) as StackFile;
  file.terraform.required_providers.google.version = BEFORE;
  for (const [type, resources] of Object.entries(file.resource ?? {})) {
    for (const resource of Object.values(resources)) {
      for (const path of LATER[type] ?? []) removeAt(resource, path);
      // A database that users own objects in was left behind at a destroy.
      if (type === "google_sql_database") resource.deletion_policy = "ABANDON";
    }
  }
  return JSON.stringify(file);
}

const stackFile = (folder: string, stack: string): string => join(folder, stack, "cdk.tf.json");

/** What the page says of the first plan with our release, by type: paths that change in place. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  ...LATER,
  google_cloud_run_v2_service: [
    "default_uri_disabled",
    "scaling.max_instance_count",
    "template.containers.readiness_probe",
  ],
  google_compute_security_policy: ["effective_labels", "terraform_labels"],
  google_sql_database: ["deletion_policy"],
};

/** The folder with the release before, installed from wherever the caller's configuration says; or why it cannot be had. */
function installBefore(): { readonly providers: string } | { readonly reason: string } {
  const { availability } = readRun();
  if ("reason" in availability) return availability;
  const cwd = mkdtempSync(join(runDirectory(), "before-"));
  const google = { ...PROVIDERS.google, version: BEFORE };
  const main = { terraform: { required_providers: { ...PROVIDERS, google } } };
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(main));
  const { status } = spawnSync("terraform", ["init", "-backend=false"], {
    cwd,
    env: callerEnvironment(),
    timeout: 60_000,
  });
  return status === 0
    ? { providers: join(cwd, ".terraform", "providers") }
    : { reason: `google ${BEFORE} cannot be installed here` };
}

/** Plain paths that a stack's plan changes, by action and address. */
async function differencesOf(site: Site, stack: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const terraform = async (...args: string[]): Promise<string> => {
    const options = { cwd: join(site.stacks, stack), env: site.variables, deadlineSeconds: 170 };
    const { failure, stdout, stderr } = await runChild("terraform", args, options);
    if (failure !== undefined) throw new Error(`${stack}: ${failure}\n${stdout}\n${stderr}`);
    return stdout;
  };
  await terraform("init", "-upgrade", "-no-color");
  await terraform("plan", "-no-color", "-out=upgrade.tfplan");
  const reading = readPlan(await terraform("show", "-json", "upgrade.tfplan"));
  if (!reading.ok) throw new Error(reading.problem);
  return Object.fromEntries(
    changesOf(reading.plan)
      .filter(({ actions }) => actions.join() !== "read")
      .map(({ actions, address, attributes }) => [
        `${actions.join()} ${address}`,
        attributes.map(({ path }) => plainPath(path)),
      ]),
  );
}

const isExplained = (change: string, path: string): boolean => {
  const [action, address = ""] = change.split(" ");
  const known = EXPLAINED[address.slice(0, address.indexOf("."))] ?? [];
  return action === "update" && known.some((each) => path === each || path.startsWith(`${each}.`));
};

const before = installBefore();
const [staging] = environmentsFor(today(), "staging");
const STACKS = allStacks({ name: "staging" });

describe("staging, deployed with the release before", () => {
  let sandbox: Sandbox | undefined;
  let site: Site;

  beforeAll(async () => {
    const { availability } = readRun();
    if ("reason" in before || "reason" in availability || staging === undefined) return;
    const synthesized = join(runDirectory(), "cdktf.out", "stacks");
    const home = mkdtempSync(join(runDirectory(), "upgrade-"));
    for (const stack of STACKS) {
      mkdirSync(join(home, "old", stack), { recursive: true });
      const text = readFileSync(stackFile(synthesized, stack), "utf8");
      writeFileSync(stackFile(join(home, "old"), stack), asBefore(text));
    }
    const opened = await openSite(staging, join(home, "old"), join(home, "stacks"), before.providers);
    sandbox = opened.sandbox;
    await deployEnvironment(opened.site, staging, () => undefined);
    for (const stack of STACKS) cpSync(stackFile(synthesized, stack), stackFile(join(home, "stacks"), stack));
    site = { ...opened.site, variables: sandboxedEnvironment(opened.site.url, availability.providers) };
  }, 300_000);
  afterAll(() => sandbox?.close());

  for (const stack of STACKS) {
    const name = `${stack}: ours changes what the page says, and nothing after that`;
    const body = async (): Promise<void> => {
      const differences = await differencesOf(site, stack);
      const unexplained = Object.entries(differences).flatMap(([change, paths]) =>
        paths.filter((path) => !isExplained(change, path)).map((path) => `${change} ${path}`),
      );
      expect(unexplained).toEqual([]);
      await applyStack(site, stack);
      expect(await differencesOf(site, stack)).toEqual({});
      expect(sandbox!.journal.unknowns()).toEqual([]);
    };
    if ("reason" in before) test.skip(`${name} (skipped: ${before.reason})`, body);
    else test(name, body, 200_000);
  }
});
