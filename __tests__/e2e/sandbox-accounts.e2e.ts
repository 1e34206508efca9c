import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { E2E_RUNNER, serviceAccountEmail } from "../../environments/names";
import { blockCommands, shellBlocks } from "../support/pages";
import { changesOf, check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";
import { ROOT } from "./terraform";

/** The accounts of services move from the state of services to bootstrap's by what docs/cut-over.md prints. */

const [BOOTSTRAP, SERVICES] = ["bootstrap-staging", "staging-services"];

let deployed: Deployed;
beforeAll(async () => {
  if (isAvailable) deployed = await openDeployed("staging");
});
afterAll(() => close(deployed));

/** The loops of the page's section; what is before them is done in folders that are initialised. */
const loops = (): readonly string[] =>
  shellBlocks(readFileSync(join(ROOT, "docs/cut-over.md"), "utf8"))
    .flatMap(blockCommands)
    .filter((command) => command.startsWith("for name in ") && command.includes("state rm"));

/** Address in the state of services as it was → address in bootstrap, and the id to import. */
function moved(): readonly (readonly [before: string, now: string, id: string])[] {
  const { environment } = deployed;
  const { project } = environment;
  return [...Object.entries(environment.services), [E2E_RUNNER, {}] as const].flatMap(([name, spec]) => {
    const email = serviceAccountEmail(environment, name);
    const role = `role-cloudsql-client`;
    const account = `google_service_account.${name}_account`;
    const grant = `google_project_iam_member.${name}_${role}`;
    return [
      [account, `google_service_account.account-${name}`, `projects/${project}/serviceAccounts/${email}`] as const,
      ...("databasePool" in spec
        ? [
            [
              grant,
              `google_project_iam_member.account-${name}_${role}`,
              `${project} roles/cloudsql.client serviceAccount:${email}`,
            ] as const,
          ]
        : []),
    ];
  });
}

/** Puts the accounts where they once stood: in the state of services, and not in bootstrap's. */
async function moveBack(): Promise<void> {
  const file = join(deployed.site.stacks, SERVICES, "accounts.tf.json");
  const resource: Record<string, Record<string, object>> = {};
  for (const [before] of moved()) {
    const [type = "", name = ""] = before.split(".");
    const body =
      type === "google_service_account"
        ? { account_id: name.replace("_account", "") }
        : { project: deployed.environment.project, role: "roles/cloudsql.client", member: "user:nobody@example.com" };
    resource[type] = { ...resource[type], [name]: body };
  }
  writeFileSync(file, JSON.stringify({ resource }));
  for (const [before, now, id] of moved()) {
    succeeded(await deployed.terraform(SERVICES, "import", "-no-color", before, id));
    succeeded(await deployed.terraform(BOOTSTRAP, "state", "rm", now));
  }
  rmSync(file);
}

check("the page's loops move them, and no plan makes or destroys an account", async () => {
  await moveBack();
  expect(Object.values(await changesOf(deployed, SERVICES)).filter((actions) => actions === "delete")).toHaveLength(
    moved().length,
  );
  const home = join(deployed.site.stacks, "..");
  symlinkSync(home, join(home, "cdktf.out"));
  expect(loops()).toHaveLength(2);
  const script = ["set -e", ...loops()].join("\n");
  succeeded(await runChild("bash", ["-c", script], { cwd: home, env: deployed.site.variables, deadlineSeconds: 170 }));
  expect(await changesOf(deployed, SERVICES)).toEqual({});
  expect(await changesOf(deployed, BOOTSTRAP)).toEqual({});
});
