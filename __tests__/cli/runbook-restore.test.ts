import { restoreSection } from "../../runbook/restore";
import { cloneName, importsByStack } from "../../runbook/take-over";
import { databaseInstanceName } from "../../environments/names";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { findAdoptions } from "../../review/adopt/adoption";
import { estateOf } from "../support/synthesized";

/** What the restore has Terraform forget and take over is what Terraform knows by the instance's name. */

describe.each([trial, prd])("$name", (environment) => {
  const estate = estateOf(environment.name as "trial" | "prd");
  const text = restoreSection(environment).lines.join("\n");
  const entries = Object.entries(importsByStack(environment)).flatMap(([stack, imports]) =>
    imports.map(({ to, id }) => ({ stack, to, id })),
  );

  test("every address of Cloud SQL is forgotten in its own stack, and no other", () => {
    const declared = estate.resources
      .filter(({ address }) => address.startsWith("google_sql_"))
      .map(({ stack, address }) => `${stack} ${address}`);
    expect(entries.map(({ stack, to }) => `${stack} ${to}`).sort()).toEqual([...declared].sort());
  });

  test("each is imported by the id that adoption prints, with the clone's name", () => {
    const ids = new Map(findAdoptions(estate, undefined).map(({ address, import: by }) => [address, by]));
    for (const { to, id } of entries) {
      const of = id.replace(cloneName(environment), databaseInstanceName(environment));
      expect(ids.get(to)).toEqual({ kind: "id", id: of });
    }
  });

  test("the commands stand there whole", () => {
    for (const { stack, to, id } of entries) {
      const terraform = `terraform -chdir=cdktf.out/stacks/${stack}`;
      expect(text).toContain(`${terraform} init &&`);
      expect(text).toMatch(new RegExp(`${terraform} state rm [^\\n]*\\b${to.replaceAll(".", "\\.")}\\b`));
      expect(text).toContain(`${terraform} import ${to} ${id}\n`);
    }
  });

  test("nothing is stopped before the clone is there, and the backup of the damage is not what is restored", () => {
    const order = [
      "backups create",
      "instances clone",
      "databases list",
      "activation-policy NEVER",
      "state rm",
      "./netra review",
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain("The newest in the list is the one of step 1, with the damage");
  });
});

test("passwords are raised by one, each from its own number", () => {
  const users = { ...prd.database.users, passwordVersions: { app_a: 3, app_b: 2 } };
  const text = restoreSection({ ...prd, database: { ...prd.database, users } }).lines.join("\n");
  expect(text).toContain("passwordVersions: { app_a: 4, app_b: 3 }");
});
