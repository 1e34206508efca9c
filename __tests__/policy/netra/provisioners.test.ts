import { readPlan } from "../../../policy/core/plan";
import { fromPlan } from "../../../policy/core/from-plan";
import { specOf } from "../../../policy/core/spec";
import { provisionerRules } from "../../../policy/packs/netra/provisioners";
import { trial } from "../../fixture/trial";
import { findingsOfRules, verdictsOf } from "../../support/resource";
import { recordedPlan } from "../../support/recorded-plans";

const SPEC = specOf(trial);
const ADDRESS = "google_sql_database.app";
const messages = (body: object): readonly string[] =>
  verdictsOf(provisionerRules, { [ADDRESS]: body }, SPEC).map(({ message }) => message.split(";")[0]!);

test("a resource without one holds", () => {
  expect(messages({ name: "app", lifecycle: { prevent_destroy: true } })).toEqual([]);
});

test.each([
  [
    "a list of blocks",
    [{ "local-exec": { command: "CANARY" } }, { file: { content: "CANARY" } }],
    ["local-exec", "file"],
  ],
  ["one block", { "remote-exec": { inline: ["CANARY"] } }, ["remote-exec"]],
  [
    "several of a type in a block",
    { "local-exec": [{ command: "CANARY" }, { command: "b" }] },
    ["local-exec", "local-exec"],
  ],
  ["a type that is no name", [{ "local-exec CANARY": {} }], ["of an unknown type"]],
])("in the code, written as %s", (_, provisioner, types) => {
  expect(messages({ name: "app", provisioner })).toEqual(
    types.map((type, index) => `provisioner[${index}]: ${type} found, none allowed`),
  );
});

test("in a plan, of a resource without an argument too; the command is not told", () => {
  const found = findingsOfRules(
    provisionerRules,
    { stacks: [], resources: fromPlan("edge", recordedPlan("provisioner")) },
    SPEC,
  );
  expect(found.map(({ rule, address }) => [rule, address])).toEqual([
    ["provisioner-none", "terraform_data.migrate"],
    ["provisioner-none", "terraform_data.migrate"],
  ]);
  expect(JSON.stringify(found)).not.toContain("CANARY");
  const bare = readPlan(
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [
        {
          address: "module.m[0].null_resource.x",
          mode: "managed",
          type: "null_resource",
          change: { actions: ["create"], after: {} },
        },
      ],
      configuration: {
        root_module: {
          module_calls: {
            m: { module: { resources: [{ address: "null_resource.x", provisioners: [{ type: "local-exec" }] }] } },
          },
        },
      },
    }),
  );
  if (!bare.ok) throw new Error(bare.problem);
  const resources = fromPlan("edge", bare.plan);
  expect(findingsOfRules(provisionerRules, { stacks: [], resources }, SPEC)).toHaveLength(1);
});
