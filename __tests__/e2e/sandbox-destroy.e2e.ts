import { join } from "node:path";
import { liftProtections } from "../../cli/shared/lift-protections";
import { stacksInOrder } from "../../environments/stack-names";
import { left } from "./left-in-store";
import { block, check, close, edit, isAvailable, openDeployed, succeeded, type Deployed, restore } from "./deployed";

describe.each(["staging", "production"])("destroy of %s", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterAll(() => close(deployed));

  const [bootstrap, foundation] = [`bootstrap-${name}`, `${name}-foundation`];
  const STACKS = [bootstrap, ...stacksInOrder({ name })];
  const destroy = (stack: string, ...more: string[]) =>
    deployed.terraform(stack, "destroy", "-no-color", "-auto-approve", ...more);

  // Monitoring holds nothing that could be lost.
  for (const stack of STACKS.filter((each) => !each.endsWith("-monitoring"))) {
    check(`${stack} is refused while its protections stand, and nothing is lost`, async () => {
      const names = deployed.sandbox.store.below("").map(([name]) => name);
      const refused = await destroy(stack);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toMatch(/prevent_destroy|deletion_protection/);
      expect(lost(deployed, names)).toEqual([]);
      restore(deployed);
    });
  }

  check("Google's own protection of the database stands when the provider's is lifted alone", async () => {
    edit(deployed, foundation, (configuration) => {
      const database = block(configuration, "google_sql_database_instance.database");
      database.deletion_protection = false;
      database.deletion_policy = "DELETE";
      block(configuration, "google_sql_database.database_database").deletion_policy = "ABANDON";
      database.lifecycle = {};
    });
    succeeded(await deployed.terraform(foundation, "apply", "-no-color", "-auto-approve"));
    const refused = await destroy(foundation, "-target=google_sql_database_instance.database");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("The instance is protected");
    restore(deployed);
  });

  check("the wrong order is refused: what others use cannot go", async () => {
    liftProtections(join(deployed.site.stacks, foundation));
    succeeded(await deployed.terraform(foundation, "apply", "-no-color", "-auto-approve"));
    const refused = await destroy(foundation, "-target=google_compute_subnetwork.network_subnet");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("is already being used by");
    restore(deployed);
  });

  check("with the protections lifted it works in order, and nothing is left but what Google keeps", async () => {
    for (const stack of STACKS.toReversed()) {
      liftProtections(join(deployed.site.stacks, stack));
      succeeded(await deployed.terraform(stack, "apply", "-no-color", "-auto-approve"));
    }
    for (const stack of stacksInOrder({ name }).toReversed()) succeeded(await destroy(stack));
    // The bucket holds the state of its own stack: it goes with the account, not with Terraform.
    succeeded(await deployed.terraform(bootstrap, "state", "rm", "google_storage_bucket.state-bucket"));
    succeeded(await destroy(bootstrap));
    expect(left(deployed)).toEqual([]);
  });
});

/** Names that were there and are not any more; states and policies are rewritten by every command. */
const lost = ({ sandbox }: Deployed, names: readonly string[]): readonly string[] =>
  names.filter((name) => !/\/(o|noncurrent)\//.test(name) && sandbox.store.get(name) === undefined);
