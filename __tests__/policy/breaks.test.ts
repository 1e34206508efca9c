import { CACHE_ACCESS } from "../../google/hardened/memorystore";
import { findBreaks } from "../../policy/core/breaks";
import { bindSpec } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { RULES } from "../../policy/packs";
import { ENVIRONMENTS, estateOf } from "../support/synthesized";

/** What breaks a rule is found by trying it. */

const search = (id: string, environment: "trial" | "prd" = "trial") => {
  const rule = bindSpec(
    RULES.find((candidate) => candidate.id === id)!,
    specOf(ENVIRONMENTS[environment]!),
  );
  return findBreaks(rule, estateOf(environment), 2);
};

test("a hardened value is tried as Google's default, with the page that says so", () => {
  expect(search("redis-private-access").breaks).toEqual([
    {
      address: "google_redis_instance.redis",
      path: "connect_mode",
      message: 'connect_mode: "DIRECT_PEERING" found, PRIVATE_SERVICE_ACCESS allowed',
      source: CACHE_ACCESS.connectMode.source,
    },
  ]);
});

test("a value is taken away, and changed", () => {
  expect(search("run-request-timeout-declared").breaks).toEqual([
    {
      address: "google_cloud_run_v2_service.auth-service",
      path: "template[0].timeout",
      message: 'template[0].timeout: nothing found, "1s" to "3600s" allowed',
    },
  ]);
  expect(search("budget-database-connections").breaks[0]?.message).toMatch(/ found, at most 400 allowed; would fit: /);
});

test("a variable is named", () => {
  expect(search("env-hardened-value").breaks.map(({ block }) => block)).toEqual([
    "DATABASE_POOL_RECYCLE",
    "DATABASE_POOL_TIMEOUT",
  ]);
});

test("what has to be added, and what is not ours, is told apart", () => {
  expect(search("bypass-presence-switch")).toEqual({ breaks: [], isJudged: true });
  expect(search("pubsub-bounds")).toEqual({ breaks: [], isJudged: false });
});

test("the estate stays as it was, and a rule that does not hold already is no break", () => {
  const estate = estateOf("trial");
  const before = estate.resources.map(({ values }) => values);
  search("sql-encrypted");
  expect(estate.resources.map(({ values }) => values)).toEqual(before);
  const rule = {
    ...RULES[0]!,
    check: () => [{ stack: "s", address: "a", status: "violation", message: "m" } as const],
  };
  expect(findBreaks(rule, estate, 2).breaks).toEqual([]);
});
