import { listChecks } from "../../cli/shared/explained-checks";
import { explainRow, explainValue, type ExplainedValue } from "../../cli/shared/explained-value";
import { explainedValuesText } from "../../cli/shared/explained-value-text";
import { explainRule } from "../../cli/shared/explanation";
import { explainedValuesOf, findRule, similarWords } from "../../cli/shared/explanation-search";
import { explanationText } from "../../cli/shared/explanation-text";
import { NAMED_ROWS } from "../../google/hardened/table";
import { RULES } from "../../policy/packs";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import { matchesCheck } from "../../verify/hardened-checks";
import { indentLines } from "../../report/text";
import { commandHere } from "../support/command-here";
import { ENVIRONMENTS, estateOf } from "../support/synthesized";

const estates = (["trial", "prd"] as const).map((name) => ({
  environment: ENVIRONMENTS[name]!,
  estate: estateOf(name),
}));
const explanation = (id: string) => explainRule(findRule(id)!, estates);

const valueOf = (id: string) => HARDENED_VALUES.find((value) => value.id === id)!;

// eslint-disable-next-line no-control-regex -- colour codes are what this removes
const uncoloured = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

test("a rule is explained from what it holds to where it comes from", () => {
  const lines = uncoloured(explanationText(explanation("redis-auth"))).split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^redis-auth {2}critical, exposed, packs\/(google|netra)$/),
    "",
    "What must hold",
    "  Redis asks for its AUTH string.",
    "",
    "Why",
    expect.stringContaining("(incident 12)"),
    "",
    "To do",
    "  Set auth_enabled to true.",
    "",
    "What breaks it",
    "  auth_enabled of google_redis_instance.redis",
    "      false found, true allowed",
    "",
    "Hardened values",
    "  cache: tier / version / AUTH / TLS",
    ...indentLines(
      2,
      explainedValuesText([explainValue(valueOf("cache"), estates)])
        .split("\n")
        .slice(1),
    ).map(uncoloured),
    "",
    "Incidents",
    expect.stringMatching(/^ {2}12: AUTH was switched on by hand/),
    expect.stringMatching(/^ {6}Guard: `redis-auth` /),
    "",
    "Sources",
    "  https://cloud.google.com/memorystore/docs/redis/about-redis-auth",
  ]);
});

test("a rule that no waiver excuses says so, and what has to be added", () => {
  const text = uncoloured(explanationText(explanation("bypass-presence-switch")));
  expect(text).toContain("No waiver may excuse it.");
  expect(text).toContain("No value that is changed or taken away: something has to be added.");
});

test("a rule of resources that we do not have says so", () => {
  expect(explanationText(explanation("pubsub-bounds"))).toContain("it judges what these environments do not have");
});

test("an argument is explained from its value to its live check", () => {
  const lines = uncoloured(explainedValuesText(explainedValuesOf("sslMode", estates))).split("\n");
  const path = "settings[0].ip_configuration[0].ssl_mode";
  expect(lines).toEqual([
    `sslMode: ${path} of google_sql_database_instance; part of database-access (database: public address / encryption)`,
    "    trial      ENCRYPTED_ONLY",
    "    prd        ENCRYPTED_ONLY",
    expect.stringMatching(/^ {4}acts: Cloud SQL/),
    "    reason:",
    expect.stringMatching(
      /^ {8}sslMode = ENCRYPTED_ONLY \(Google's default: ALLOW_UNENCRYPTED_AND_ENCRYPTED\): Without it /,
    ),
    `            ${path} of google_sql_database_instance`,
    "            https://cloud.google.com/sql/docs/postgres/configure-ssl-instance",
    "    rules:",
    expect.stringMatching(/^ {8}sql-encrypted \(high\): /),
    expect.stringContaining(`broken by ${path} of google_sql_database_instance.database: "ALLOW_UNENCRYPTED`),
    expect.stringMatching(/^ {8}sql-encrypted-declared \(high\): /),
    expect.stringContaining(`broken by ${path} of google_sql_database_instance.database: `),
    expect.stringMatching(/^ {4}guard/),
    "        npx jest __tests__/guards/guards.test.ts -t '^database-access '",
    "    runbook:",
    "        docs/runbooks/trial/reference.md#database-access",
    "        docs/runbooks/prd/reference.md#database-access",
    expect.stringMatching(/^ {4}consequence/),
    expect.stringContaining(`${path} (high; undo: instant): connections without TLS are accepted`),
    expect.stringMatching(/^ {4}live check/),
    expect.stringMatching(/^ {8}database\/network \(area database\): /),
  ]);
});

test.each([
  ["database-access", ["database-access"]],
  ["ssl_mode", ["sslMode"]],
  ["settings[0].ip_configuration[0].ssl_mode", ["sslMode"]],
  ["settings.ip_configuration.ssl_mode", ["sslMode"]],
  ["template[0].timeout", ["request-timeout"]],
  ["DATABASE_POOL_SIZE", ["database-pool"]],
  ["egress", ["egress", "egress"]],
  ["nothing-like-it", []],
])("%s names the hardened values %j", (word, ids) => {
  expect(explainedValuesOf(word, estates).map(({ id }) => id)).toEqual(ids);
});

test("a value of numbers shows what less and what more of it does", () => {
  const [{ consequences }] = explainedValuesOf("request-timeout", estates) as [ExplainedValue];
  expect(consequences.map(({ text, undo }) => [text.split(";")[0]!.split(",")[0], undo])).toEqual([
    ["sockets are cut at 1800 s instead of 3600 s", "redeploy"],
    ["sockets live up to 7200 s instead of 3600 s", "redeploy"],
  ]);
});

/** Hardened values that no review's table and no check of a live environment knows. */
const NO_CONSEQUENCE: readonly string[] = [
  "bypass-key",
  "bypass-key-age",
  "secrets",
  "separation",
  "programs",
  "backend-header",
  "alert-sets",
  "dashboard",
];
const NO_CHECK: readonly string[] = [
  "separation",
  "state-bucket",
  "ci-identity",
  "ci-reach",
  "programs",
  "uptime",
  "alert-sets",
  "alert-thresholds",
  "objectives",
  "dashboard",
  "e2e-runner",
];

test.each(HARDENED_VALUES)("$id: its explanation answers every question", (value) => {
  const { rows, rules, guards, runbook, declared, consequences, checks } = explainValue(value, estates);
  expect([...rows.map(({ reason }) => reason), ...rules.map(({ why }) => why)].every((reason) => reason !== "")).toBe(
    true,
  );
  expect(rules.map(({ id }) => id).sort()).toEqual([...value.rules].sort());
  expect(guards).toEqual([{ file: "__tests__/guards/guards.test.ts", pattern: `^${value.id} ` }]);
  // runbook.test.ts holds that there is such a heading.
  expect(runbook).toEqual(["trial", "prd"].map((name) => `docs/runbooks/${name}/reference.md#${value.id}`));
  expect(Object.keys(declared)).toEqual(["trial", "prd"]);
  expect([consequences.length === 0, checks.length === 0]).toEqual([
    NO_CONSEQUENCE.includes(value.id),
    NO_CHECK.includes(value.id),
  ]);
});

test.each(NAMED_ROWS.map((row) => [row[1].type, row[0], row] as const))(
  "%s %s: its explanation has a reason and a source",
  (_type, _name, row) => {
    const { rows } = explainRow(row, estates);
    expect(rows).toEqual([expect.objectContaining({ reason: row[1].reason, source: row[1].source })]);
  },
);

test("every check that a hardened value names exists", () => {
  const ids = listChecks(ENVIRONMENTS.trial!).map(({ id }) => id);
  const patterns = HARDENED_VALUES.flatMap(({ checks = [] }) => checks);
  expect(patterns.filter((pattern) => !ids.some((id) => matchesCheck(pattern, id)))).toEqual([]);
});

test.each([
  ["redis-aut", ["redis-auth"]],
  ["run-ingres", ["run-ingress"]],
  ["sslMod", ["sslMode"]],
  ["redis-private", ["redis-private-access"]],
  ["ssl", ["sslMode", "ssl_mode"]],
  ["nothing-like-it", []],
  ["", []],
])("%j is answered with %j", (word, similar) => {
  expect(similarWords(word)).toEqual(similar);
});

test("a word that stands in titles only is answered too, with eight suggestions at most", () => {
  expect(similarWords("plaintext").length).toBeGreaterThan(0);
  expect(similarWords("run")).toHaveLength(8);
});

describe("the command", () => {
  // Explains the run's own synthesis: that resolving gives the same is held by the tests of stacks.
  jest.doMock("../../stacks/synthesis", () => ({ resolveEnvironments: () => estates }));
  const explain = commandHere("explain");

  test("prints the machine's form", async () => {
    const { code, stdout } = await explain(["redis-auth", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(JSON.stringify({ formatVersion: 1, rule: explanation("redis-auth") })),
    );
  });

  test("without a rule it lists all of them, by pack", async () => {
    const { code, stdout } = await explain([]);
    expect(code).toBe(0);
    const ids = stdout.split("\n").flatMap((line) => /^ {2}([a-z0-9-]+) /.exec(line)?.[1] ?? []);
    expect(ids.sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(stdout).toMatch(/^packs\/google: true for anybody, \d+ rules$/m);
    expect(stdout).toMatch(/^packs\/netra: what this product promised, \d+ rules$/m);
  });

  test("prints the machine's form of an argument", async () => {
    const { code, stdout } = await explain(["ssl_mode", "--format", "json"]);
    expect(code).toBe(0);
    const values = explainedValuesOf("sslMode", estates);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify({ formatVersion: 1, values })));
  });

  test("an unknown word ends in 2 and one line", async () => {
    expect(await explain(["redis-aut"])).toEqual({
      code: 2,
      stdout: "",
      stderr: '"redis-aut" is no rule, hardened value or argument of one; did you mean redis-auth?\n',
    });
  });
});
