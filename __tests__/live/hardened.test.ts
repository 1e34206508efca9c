import type { Environment } from "../../environments/environment";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { UNKNOWN, textAt, valueAt } from "../../policy/core/resource";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import { variablesAt } from "../../policy/packs/google/programs/variable";
import { value } from "../support/synthesized";
import { LIVE } from "./synthesized";
import { BESIDE, EVERY_RESOURCE, PINNED, STAGING_ONLY, variablePath } from "./pinned-values";
import type { Derived, Row } from "./pinned-watch";

/** What may not change, by name. The snapshot beside it shows what did. */

const DECLARED: Readonly<Record<EnvironmentName, Environment>> = { staging, production };
const ENVIRONMENTS = ["staging", "production"] as const;
type EnvironmentName = (typeof ENVIRONMENTS)[number];

function expectedValue(environment: EnvironmentName, [, , staging, ...production]: Row): unknown {
  if (typeof staging === "function") return (staging as Derived)(DECLARED[environment]);
  return environment === "production" && production.length > 0 ? production[0] : staging;
}

function pinnedValue(environment: EnvironmentName, address: string, path: string): unknown {
  const estate = LIVE.estateOf(environment);
  if (address.startsWith("stack ")) {
    const role = address.slice("stack ".length);
    const name = role === "bootstrap" ? `bootstrap-${environment}` : `${environment}-${role}`;
    const { provider, backendSettings } = estate.stacks.find((stack) => stack.name === name)!;
    return valueAt({ values: { provider, backendSettings } }, path);
  }
  if (address === EVERY_RESOURCE) {
    const found = estate.resources.flatMap(({ provisioners = [] }) => provisioners);
    return found.length === 0 ? "none" : found.join();
  }
  return path.startsWith(variablePath("")) ? variableText(environment, address, path) : value(estate, address, path);
}

/** A variable's text, the secret that it mounts, or that it is absent. */
function variableText(environment: EnvironmentName, address: string, path: string): string | undefined {
  const workload = LIVE.estateOf(environment).resources.find((resource) => resource.address === address)!;
  const found = variablesAt(workload).find(({ name }) => variablePath(name) === path);
  if (!found) return "absent";
  return found.secret === undefined ? found.text : `secret ${textAt(workload, `${found.secret}.secret`)}`;
}

describe.each(ENVIRONMENTS)("%s", (environment) => {
  const rows = Object.entries({ ...PINNED, "beside the table": BESIDE }).filter(
    ([id]) => environment === "staging" || !STAGING_ONLY.includes(id),
  );

  test.each(rows)("%s", (_id, own) => {
    const found = own.map(([address, path]) => [address, path, pinnedValue(environment, address, path)]);
    expect(found).toEqual(own.map((row) => [row[0], row[1], expectedValue(environment, row)]));
  });

  test("what holds data refuses to be destroyed", () => {
    const { resources } = LIVE.estateOf(environment);
    const kept = resources.filter(({ lifecycle }) => lifecycle?.preventDestroy).map(({ type }) => type);
    expect(kept.sort()).toEqual([
      "google_artifact_registry_repository",
      "google_compute_global_address",
      "google_redis_instance",
      "google_sql_database_instance",
      "google_storage_bucket",
      ...(environment === "staging" ? ["google_storage_bucket"] : []),
    ]);
  });

  test("every hardened value can be read from the configuration", () => {
    const unreadable = HARDENED_VALUES.filter(({ read }) =>
      /nothing declared|undeclared|\?/.test(read(LIVE.estateOf(environment))),
    );
    expect(unreadable).toEqual([]);
  });
});

test.each(STAGING_ONLY)("production has no resource of %s", (id) => {
  const addresses = new Set(PINNED[id]!.map(([address]) => address));
  expect(LIVE.estateOf("production").resources.filter(({ address }) => addresses.has(address))).toEqual([]);
});

test("every row of the hardened table has a pinned value, and nothing else has", () => {
  const pinned = Object.entries(PINNED).flatMap(([id, rows]) =>
    rows.some((row) => row[2] !== undefined && row[2] !== UNKNOWN) ? [id] : [],
  );
  expect(pinned.sort()).toEqual(HARDENED_VALUES.map(({ id }) => id).sort());
});
