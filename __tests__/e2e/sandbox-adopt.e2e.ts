import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStackPlan } from "../../cli/shared/plans";
import { allStacks } from "../../environments/stack-names";
import type { JsonObject } from "../../sandbox/core/json";
import {
  changesOf,
  check,
  close,
  isAvailable,
  openDeployed,
  stateName,
  succeeded,
  type Deployed,
  restore,
} from "./deployed";

/** What `./netra adopt --format json` prints, as far as it is used here. */
interface AdoptReport {
  readonly stacks: readonly {
    readonly name: string;
    readonly import: readonly { readonly to: string; readonly id: string }[];
    readonly resources: readonly JsonObject[];
  }[];
}

const prefixOf = (stack: string): string => (stack.startsWith("bootstrap-") ? "bootstrap" : stack.split("-")[1]!);

/** As if everything had been made by hand: it is there, and Terraform knows nothing of it. */
function forget(deployed: Deployed, stack: string): void {
  deployed.sandbox.store.remove(stateName(deployed, prefixOf(stack)));
}

const writeImports = (deployed: Deployed, stack: string, imports: readonly object[]): void =>
  writeFileSync(join(deployed.site.stacks, stack, "imports.tf.json"), JSON.stringify({ import: imports }));

interface Planned {
  readonly address: string;
  readonly actions: string;
  readonly isImport: boolean;
}

async function planImports(deployed: Deployed, stack: string): Promise<readonly Planned[]> {
  succeeded(await deployed.terraform(stack, "plan", "-no-color", "-out=adopt.tfplan"));
  const { stdout } = succeeded(await deployed.terraform(stack, "show", "-json", "adopt.tfplan"));
  return readStackPlan(stack, stdout)
    .resource_changes.filter(({ address }) => !address.startsWith("data."))
    .map(({ address, change }) => ({
      address,
      actions: change.actions.join(),
      isImport: change.importing !== undefined,
    }));
}

/**
 * What the report says is not to be imported: a payload cannot be read back, a grant whose member is known only after
 * apply is the same grant when it is made again, and what Google names by a number holds nothing.
 */
const NOT_IMPORTED =
  /^google_(secret_manager_secret_version|service_account_iam_member|monitoring_(alert_policy|dashboard|notification_channel|uptime_check_config))\./;

describe.each(["staging", "production"])("adoption of %s", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterAll(() => close(deployed));

  describe.each(allStacks({ name }))("%s", (stack) => {
    check("everything that was made by hand comes under the program by the printed import blocks", async () => {
      restore(deployed);
      const { stdout } = succeeded(await deployed.command("adopt", "--environment", name, "--format", "json"));
      const { import: imports } = (JSON.parse(stdout) as AdoptReport).stacks.find((each) => each.name === stack)!;
      forget(deployed, stack);
      writeImports(deployed, stack, imports);
      const planned = await planImports(deployed, stack);
      const byImport = planned.filter(({ isImport }) => isImport).map(({ address }) => address);
      expect(byImport.sort()).toEqual(imports.map(({ to }) => to).sort());
      const others = planned.filter(({ isImport, address }) => !isImport && !NOT_IMPORTED.test(address));
      expect(others).toEqual([]);
      expect(planned.filter(({ actions }) => actions.includes("delete"))).toEqual([]);
      succeeded(await deployed.terraform(stack, "apply", "-no-color", "adopt.tfplan"));
      expect(await changesOf(deployed, stack)).toEqual({});
    });
  });

  check(
    "what was made with other settings is changed in place, and what would be replaced is named beforehand",
    async () => {
      restore(deployed);
      const stack = `${name}-foundation`;
      const { store } = deployed.sandbox;
      const redis = `redis/projects/netra-${name}/locations/us-central1/instances/netra-${name}-redis`;
      const database = `sql/projects/netra-${name}/instances/netra-${name}-db`;
      store.put(redis, { ...store.get(redis)!, transitEncryptionMode: "DISABLED" });
      const settings = store.get(database)!.settings as JsonObject;
      store.put(database, { ...store.get(database)!, settings: { ...settings, deletionProtectionEnabled: false } });
      succeeded(await deployed.terraform(stack, "apply", "-refresh-only", "-auto-approve", "-no-color"));
      const { stdout: live } = succeeded(await deployed.terraform(stack, "state", "pull"));
      const file = join(deployed.site.stacks, "live.json");
      writeFileSync(file, live);

      const report = succeeded(
        await deployed.command("adopt", "--environment", name, "--live", file, "--format", "json"),
        1,
      );
      const { resources, import: imports } = (JSON.parse(report.stdout) as AdoptReport).stacks.find(
        (each) => each.name === stack,
      )!;
      const told = JSON.stringify(
        resources.filter((resource) => JSON.stringify(resource).includes("transit_encryption_mode")),
      );
      expect(told).toContain("google_redis_instance.redis");
      expect(JSON.stringify(resources)).not.toContain("google_sql_database_instance.database settings[0].tier");

      forget(deployed, stack);
      writeImports(deployed, stack, imports);
      // prevent_destroy stands in the way of the replacement that was named.
      const refused = await deployed.terraform(stack, "plan", "-no-color");
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain("google_redis_instance.redis");
      expect(refused.stderr).toContain("prevent_destroy");

      // The choice "keep the old one as it is until it is migrated": the rest is adopted meanwhile.
      store.put(redis, { ...store.get(redis)!, transitEncryptionMode: "SERVER_AUTHENTICATION" });
      const planned = await planImports(deployed, stack);
      expect(planned.find(({ address }) => address === "google_sql_database_instance.database")?.actions).toBe(
        "update",
      );
      expect(planned.filter(({ actions }) => actions.includes("delete"))).toEqual([]);
      succeeded(await deployed.terraform(stack, "apply", "-no-color", "adopt.tfplan"));
      expect((store.get(database)!.settings as JsonObject).deletionProtectionEnabled).toBe(true);
      expect(await changesOf(deployed, stack)).toEqual({});
    },
  );
});
