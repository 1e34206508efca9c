import { readPlan } from "../../policy/core/plan";
import { codeChange } from "../../review/code-change";
import { compareStackReports } from "../../review/compare";
import type { StackReport } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";

/** What may be applied after a review: exactly that, or less. */

const CONTEXT = { others: [], weight: "production", today: "2026-01-01", key: "k", isIgnored: () => false } as const;

function reviewed(members: object): StackReport {
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes: [], ...members }));
  if (!reading.ok) throw new Error(reading.problem);
  return reviewStacks([{ name: "edge", plan: reading.plan }], CONTEXT)[0]!;
}

const change = (name: string, before: object | null, after: object | null, more: object = {}): object => ({
  address: `terraform_data.${name}`,
  mode: "managed",
  type: "terraform_data",
  change: { actions: before === null ? ["create"] : after === null ? ["delete"] : ["update"], before, after },
  ...more,
});
const a = change("a", { input: 1 }, { input: 2 });
const b = change("b", { input: 1 }, { input: 2 });
const made = change("made", null, { input: "x" });

const withCode = (command: string, environment: object = { TOKEN: "t" }): object => ({
  resource_changes: [made],
  configuration: {
    root_module: {
      resources: [
        {
          address: "terraform_data.made",
          mode: "managed",
          provisioners: [
            {
              type: "local-exec",
              expressions: { command: { constant_value: command }, environment: { constant_value: environment } },
            },
          ],
        },
      ],
    },
  },
});
const withAction = (value: string): object => ({
  resource_changes: [a],
  action_invocations: [{ address: "action.local_command.x", type: "local_command", config_values: { command: value } }],
});
const withCheck = (status: string): object => ({
  resource_changes: [a],
  checks: [{ address: { kind: "check", to_display: "check.answers" }, status }],
});
const withOutput = (after: string): object => ({
  output_changes: { url: { actions: ["update"], before: "a", after, after_sensitive: true } },
});
const withModule = (source: string): object => ({
  configuration: { root_module: { module_calls: { outer: { module: { module_calls: { inner: { source } } } } } } },
});
const withProvider = (version: string, project = "p"): object => ({
  resource_changes: [a],
  configuration: {
    provider_config: { google: { full_name: "g", version_constraint: version, expressions: { project } } },
    root_module: {},
  },
});
const withProgram = (program: string): object => ({
  configuration: {
    root_module: {
      resources: [
        { address: "data.external.x", mode: "data", expressions: { program: { constant_value: [program] } } },
      ],
    },
  },
});
const deposed = { ...change("a", { input: 0 }, null), deposed: "1234" };

test.each<[what: string, reviewed: object, now: object, worse: readonly string[], gone: readonly string[]]>([
  ["the same", { resource_changes: [a, b] }, { resource_changes: [a, b] }, [], []],
  ["another order", { resource_changes: [a, b] }, { resource_changes: [b, a] }, [], []],
  ["less", { resource_changes: [a, b] }, { resource_changes: [b] }, [], ["change terraform_data.a"]],
  ["more", { resource_changes: [a] }, { resource_changes: [a, b] }, ["change terraform_data.b: was not there"], []],
  [
    "another value at a reviewed path",
    { resource_changes: [a] },
    { resource_changes: [change("a", { input: 1 }, { input: 3 })] },
    ["change terraform_data.a: the same attributes get other values"],
    [],
  ],
  [
    "another value at a reviewed path, while another change is gone",
    { resource_changes: [a, b] },
    { resource_changes: [change("a", { input: 1 }, { input: 3 })] },
    ["change terraform_data.a: the same attributes get other values"],
    ["change terraform_data.b"],
  ],
  [
    "one more attribute",
    { resource_changes: [a] },
    { resource_changes: [change("a", { input: 1, more: 1 }, { input: 2, more: 2 })] },
    ["change terraform_data.a: changes more too"],
    [],
  ],
  [
    "another content of a creation, while another change is gone",
    { resource_changes: [made, a] },
    { resource_changes: [change("made", null, { input: "y" })] },
    ["change terraform_data.made: its content, or the reason, is another one"],
    ["change terraform_data.a"],
  ],
  [
    "another action",
    { resource_changes: [a] },
    { resource_changes: [change("a", { input: 1 }, null)] },
    ["change terraform_data.a: delete, where update was reviewed"],
    [],
  ],
  [
    "false where nothing was reviewed",
    {
      resource_changes: [change("a", { input: 1, deletion_protection: null }, { input: 2, deletion_protection: null })],
    },
    {
      resource_changes: [
        change("a", { input: 1, deletion_protection: null }, { input: 2, deletion_protection: false }),
      ],
    },
    ["change terraform_data.a: the same attributes get other values"],
    [],
  ],
  [
    "another source of a module in a module",
    withModule("a"),
    withModule("b"),
    ["module outer.inner: is another one"],
    [],
  ],
  [
    "another project of a provider",
    withProvider("1", "x"),
    withProvider("1", "y"),
    ["provider google: is another one"],
    [],
  ],
  [
    "a plan that Terraform would not apply",
    { resource_changes: [a], applyable: true },
    { resource_changes: [a], applyable: false },
    ["plan that Terraform would not apply: was not there"],
    [],
  ],
  [
    "a deposed object beside the reviewed change",
    { resource_changes: [a] },
    { resource_changes: [a, deposed] },
    ["change terraform_data.a (deposed 1234): was not there"],
    [],
  ],
  [
    "another deposed object of the same address",
    { resource_changes: [a, deposed] },
    { resource_changes: [a, { ...deposed, deposed: "5678" }] },
    ["change terraform_data.a (deposed 5678): was not there"],
    ["change terraform_data.a (deposed 1234)"],
  ],
  [
    "another reason of a deferral",
    { deferred_changes: [{ reason: "resource_config_unknown", resource_change: made }] },
    { deferred_changes: [{ reason: "provider_config_unknown", resource_change: made }] },
    ["change terraform_data.made: its content, or the reason, is another one"],
    [],
  ],
  [
    "a check that could not be asked before, and fails now",
    withCheck("unknown"),
    withCheck("fail"),
    ["check check.answers: was not there"],
    [],
  ],
  [
    "the same change twice",
    { resource_changes: [a] },
    { resource_changes: [a, a] },
    ["change terraform_data.a: the same attributes get other values"],
    [],
  ],
  [
    "another command of a provisioner",
    withCode("true"),
    withCode("false"),
    ["provisioner of terraform_data.made: is another one"],
    [],
  ],
  [
    "another variable of a provisioner",
    withCode("true"),
    withCode("true", { OTHER: "t" }),
    ["provisioner of terraform_data.made: is another one"],
    [],
  ],
  [
    "an action that was not there",
    { resource_changes: [a] },
    withAction("x"),
    ["action action.local_command.x: was not there"],
    [],
  ],
  ["another action's values", withAction("x"), withAction("y"), ["action action.local_command.x: is another one"], []],
  ["no action any more", withAction("x"), { resource_changes: [a] }, [], ["action action.local_command.x"]],
  ["a check that fails now", withCheck("pass"), withCheck("fail"), ["check check.answers: was not there"], []],
  ["a check that passes now", withCheck("fail"), withCheck("pass"), [], ["check check.answers"]],
  [
    "a plan that is partial now",
    { resource_changes: [a], complete: true },
    { resource_changes: [a], complete: false },
    ["partial plan: was not there"],
    [],
  ],
  ["another output", withOutput("b"), withOutput("c"), ["output url: is another one"], []],
  ["another version of a provider", withProvider("1"), withProvider("2"), ["provider google: is another one"], []],
  [
    "another program of a data source",
    withProgram("a"),
    withProgram("b"),
    ["data source data.external.x: is another one"],
    [],
  ],
  [
    "a deferred change that was not there",
    { resource_changes: [a] },
    { resource_changes: [a], deferred_changes: [{ reason: "x", resource_change: b }] },
    ["change terraform_data.b: was not there"],
    [],
  ],
])("%s", (_, before, now, worse, gone) => {
  const [known, found] = [reviewed(before), reviewed(now)];
  expect(compareStackReports(known, found)).toEqual({ worse, gone });
  expect(known.digest === found.digest).toBe(worse.length + gone.length === 0);
});

test("without a key nothing is equal", () => {
  const keyed = reviewed({ resource_changes: [a] });
  const stack = { ...keyed, parts: [], digest: null };
  for (const [one, other] of [
    [stack, stack],
    [keyed, stack],
    [stack, keyed],
  ] as const) {
    expect(compareStackReports(one, other).worse).toHaveLength(1);
  }
});

describe("what acts beside changes is reviewed", () => {
  const report = (members: object) => assembleReport([reviewed(members)], "k");

  test("an action is high, and says what asks for it", () => {
    const triggered = {
      action_invocations: [
        {
          address: "action.local_command.x",
          config_values: { command: "CANARY" },
          lifecycle_action_trigger: {
            triggering_resource_address: "terraform_data.a",
            action_trigger_event: "AfterCreate",
          },
        },
      ],
    };
    const { severity, stacks } = report(triggered);
    expect([severity, stacks[0]?.changes[0]]).toMatchObject([
      "high",
      { address: "action.local_command.x", actions: ["run action"], severity: "high" },
    ]);
    expect(stacks[0]?.changes[0]?.consequence).toContain("after create of terraform_data.a");
    expect(JSON.stringify(stacks)).not.toContain("CANARY");
    expect(report(withAction("x")).stacks[0]?.changes[0]?.consequence).toContain(
      "because whoever planned asked for it",
    );
  });

  test("a provisioner of what is made is high, in staging too: names of variables, no command", () => {
    const [{ severity, consequence } = { severity: "", consequence: "" }] = report(withCode("CANARY")).stacks[0]!
      .changes;
    expect([severity, consequence]).toEqual(["high", expect.stringContaining("local-exec") as string]);
    expect(consequence).toContain("with the variables TOKEN");
    expect(consequence).not.toContain("CANARY");
  });

  test("a name that is none is no part of our text, and what a failed replacement has left runs none", () => {
    const odd = report(withCode("true", { "A\nsevere": "x", GOOD: "y" })).stacks[0]!.changes[0]!;
    expect(odd.consequence).toContain("with the variables GOOD,");
    const left = { ...withCode("true"), resource_changes: [{ ...change("made", {}, null), deposed: "1" }] };
    expect(report(left).stacks[0]?.changes[0]?.consequence).not.toContain("local-exec");
  });

  test.each([
    ["a list of blocks", [{ "local-exec": { command: "CANARY" } }]],
    ["one block", { "local-exec": { command: "CANARY" } }],
    ["a list in a block", { "local-exec": [{ command: "CANARY" }] }],
  ])("a provisioner in the code, written as %s, is seen without a plan", (_, provisioner) => {
    const { plan } = codeChange("edge", undefined, { resource: { terraform_data: { made: { provisioner } } } });
    const [stack] = reviewStacks([{ name: "edge", plan }], CONTEXT);
    expect(stack?.changes).toMatchObject([{ severity: "high", address: "terraform_data.made" }]);
    expect(JSON.stringify(stack)).not.toContain("CANARY");
  });

  test("a provisioner of what is changed in place does not run", () => {
    const update = { ...withCode("true"), resource_changes: [change("made", { input: 1 }, { input: 2 })] };
    expect(report(update).stacks[0]?.changes[0]?.consequence).not.toContain("local-exec");
  });

  test("a provisioner of a module's instance is found", () => {
    const { configuration } = withCode("true") as { configuration: { root_module: object } };
    const nested = {
      resource_changes: [change("made", null, {}, { address: 'module.m["k"].terraform_data.made[0]' })],
      configuration: { root_module: { module_calls: { m: { module: configuration.root_module } } } },
    };
    expect(report(nested).severity).toBe("high");
  });

  test.each([
    ["fail", "fails"],
    ["error", "could not be asked"],
  ])("a check with status %s is a finding, without its own message", (status, said) => {
    const checks = [
      {
        address: { kind: "check", to_display: "check.answers" },
        status,
        instances: [{ problems: [{ message: "CANARY" }] }],
      },
    ];
    const { stacks } = report({ checks });
    expect(stacks[0]?.findings).toMatchObject([
      { rule: "terraform-check", address: "check.answers", severity: "high" },
    ]);
    expect(stacks[0]?.findings[0]?.message).toContain(said);
    expect(JSON.stringify(stacks)).not.toContain("CANARY");
  });

  test("a check that passes is none", () => {
    expect(report(withCheck("pass")).stacks[0]?.findings).toEqual([]);
  });

  test.each(["unknown", "a status of a later Terraform"])(
    "a check with status %s is said, and not as failed",
    (status) => {
      const { severity, stacks } = report({ ...withCheck(status), resource_changes: [] });
      expect(severity).toBe("low");
      expect(stacks[0]?.findings).toMatchObject([
        {
          rule: "terraform-check-unknown",
          address: "check.answers",
          severity: "low",
          status: "unknown",
          kind: "unproven",
        },
      ]);
      expect(stacks[0]?.findings[0]?.message).toMatch(/^check\.answers: not known before apply; /);
    },
  );

  const withData = (type: string): object => ({
    resource_changes: [],
    configuration: {
      root_module: {
        module_calls: {
          m: {
            module: {
              resources: [{ address: `data.${type}.x`, mode: "data", type, expressions: { program: "CANARY" } }],
            },
          },
        },
      },
    },
  });

  test.each(["external", "local_command", "shell_script"])(
    "data.%s is read at each plan, and said: it runs a program",
    (type) => {
      const { severity, stacks } = report(withData(type));
      expect(severity).toBe("medium");
      expect(stacks[0]?.findings).toMatchObject([
        { rule: "terraform-data-program", address: `module.m.data.${type}.x`, status: "violation" },
      ]);
      expect(JSON.stringify(stacks)).not.toContain("CANARY");
    },
  );

  test("a data source that only reads is no finding", () => {
    expect(report(withData("google_project")).stacks[0]?.findings).toEqual([]);
  });

  test("one that is read at the apply is a change, and said there", () => {
    const read = {
      ...withData("external"),
      resource_changes: [
        {
          address: 'module.m["k"].data.external.x[0]',
          ...{ mode: "data", type: "external", change: { actions: ["read"], before: null, after: {} } },
        },
      ],
    };
    const [stack] = report(read).stacks;
    expect(stack?.findings).toEqual([]);
    expect(stack?.changes[0]?.consequence).toContain("the apply runs a program of the configuration");
  });

  test("a data source that runs a program is seen in the code, without a plan", () => {
    const { plan } = codeChange("edge", undefined, { data: { external: { version: { program: ["CANARY"] } } } });
    const [stack] = reviewStacks([{ name: "edge", plan }], CONTEXT);
    expect(stack?.findings).toMatchObject([{ rule: "terraform-data-program", address: "data.external.version" }]);
    expect(JSON.stringify(stack)).not.toContain("CANARY");
  });

  test("a partial plan is said in the headline", () => {
    const { summary, stacks } = report({ complete: false });
    expect([summary.startsWith("PARTIAL, the plan of edge leaves something out; "), stacks[0]?.partial]).toEqual([
      true,
      true,
    ]);
  });
});
