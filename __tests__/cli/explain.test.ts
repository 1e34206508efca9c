import { explainRule, findRule, similarRules } from "../../cli/shared/explanation";
import { explanationText } from "../../cli/shared/explanation-text";
import { RULES } from "../../policy/packs";
import { commandHere } from "../support/command-here";
import { ENVIRONMENTS, estateOf } from "../support/synthesized";

const estates = (["staging", "production"] as const).map((name) => ({
  environment: ENVIRONMENTS[name]!,
  estate: estateOf(name),
}));
const explanation = (id: string) => explainRule(findRule(id)!, estates);

// eslint-disable-next-line no-control-regex -- colour codes are what this removes
const uncoloured = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

test("a rule is explained from what it holds to where it comes from", () => {
  const lines = uncoloured(explanationText(explanation("redis-auth"))).split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^redis-auth {2}critical, exposed, packs\/(google|netra)$/),
    "",
    "Holds",
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
    "  cache: cache: tier / version / AUTH / TLS",
    "      staging    STANDARD_HA / REDIS_7_2 / true / SERVER_AUTHENTICATION",
    "      production STANDARD_HA / REDIS_7_2 / true / SERVER_AUTHENTICATION",
    expect.stringMatching(/^ {6}acts: Memorystore/),
    "      guard: npx jest __tests__/guards -t '^cache '",
    "      runbook: docs/runbooks/staging.md#cache, docs/runbooks/production.md#cache",
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

test.each([
  ["redis-aut", ["redis-auth"]],
  ["run-ingres", ["run-ingress"]],
  ["redis-private", ["redis-private-access"]],
  ["nothing-like-it", []],
  ["", []],
])("%j is answered with %j", (id, similar) => {
  expect(similarRules(id)).toEqual(similar);
});

describe("the command", () => {
  const explain = commandHere("explain.ts");

  test("prints the machine's form", async () => {
    const { code, stdout } = await explain(["redis-auth", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(explanation("redis-auth"))));
  });

  test("without a rule it lists all of them, by pack", async () => {
    const { code, stdout } = await explain([]);
    expect(code).toBe(0);
    const ids = stdout.split("\n").flatMap((line) => /^ {2}([a-z0-9-]+) /.exec(line)?.[1] ?? []);
    expect(ids.sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(stdout).toMatch(/^packs\/google: true for anybody, \d+ rules$/m);
    expect(stdout).toMatch(/^packs\/netra: what this product promised, \d+ rules$/m);
  });

  test("an unknown rule ends in 2 and one line", async () => {
    expect(await explain(["redis-aut"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'unknown rule "redis-aut"; did you mean redis-auth?\n',
    });
  });
});
