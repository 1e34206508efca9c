import fc from "fast-check";
import { budgetsOf, socketCapacitiesOf } from "../../environments/budgets";
import { addressBudget, cacheClientBudget, connectionBudget, type PoolTerm } from "../../google/budgets";
import { prefixFor, tierFor } from "../../google/budget-fits";
import { CONTRACT } from "../../environments/contract";
import { browserOrigins, routedHosts, routedServices } from "../../environments/hosts";
import { defaultMaxConnections, parseTier } from "../../google/cloud-sql";
import { memoryRange } from "../../google/cloud-run";
import { parseRange } from "../../google/ip-ranges";
import { prd } from "../fixture/prd";
import { rateLimitPerMinute, rateLimitTerms } from "../../environments/rate-limit";
import { trial } from "../fixture/trial";
import { variablesOf } from "../../environments/variables";

test("trial's connection budget is the plan's 395 of 400", () => {
  const [connections] = budgetsOf(trial);
  expect(connections).toEqual({
    name: "database connections",
    demand: 395,
    supply: 400,
    headroom: 5,
    explanation: "10 × 1 × 15 × 2 + 10 × 1 × 4 × 2 + 15 reserve",
    fits: [],
  });
});

test("prd's budgets hold with room left", () => {
  expect(budgetsOf(prd).map(({ name, headroom }) => [name, headroom >= 0])).toEqual([
    ["database connections", true],
    ["Redis clients", true],
    ["subnet addresses", true],
  ]);
});

test("socket capacity, comfort and loss follow from maximum and concurrency", () => {
  expect(socketCapacitiesOf(trial)).toEqual([
    { service: "websocket-service", capacity: 2000, comfort: 1200, lostWithOneInstance: 200 },
  ]);
});

test("the rate limit has a place for page loads, e2e runs and service-to-service calls", () => {
  expect(rateLimitTerms(trial)).toEqual({ pageLoads: 2400, e2e: 1200, serviceCalls: 1200 });
  expect(rateLimitPerMinute(trial)).toBe(4800);
  expect(rateLimitTerms(prd).e2e).toBe(0);
});

test("a bigger pool, maximum or worker count never leaves more headroom", () => {
  const count = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(count, count, count, count, (maxInstances, workers, perWorker, more) => {
      const headroom = (term: { maxInstances: number; workers: number; perWorker: number }) =>
        connectionBudget([{ name: "s", ...term }], 400).headroom;
      const base = headroom({ maxInstances, workers, perWorker });
      expect(headroom({ maxInstances: maxInstances + more, workers, perWorker })).toBeLessThan(base);
      expect(headroom({ maxInstances, workers: workers + more, perWorker })).toBeLessThan(base);
      expect(headroom({ maxInstances, workers, perWorker: perWorker + more })).toBeLessThan(base);
    }),
  );
});

test("a maximum or a pool that is said to fit fits, and the next larger one does not", () => {
  const count = fc.integer({ min: 1, max: 60 });
  const term = fc.record({ maxInstances: count, workers: fc.integer({ min: 1, max: 4 }), perWorker: count });
  const budgets = [
    (terms: readonly PoolTerm[], supply: number) => connectionBudget(terms, supply),
    (terms: readonly PoolTerm[], supply: number) => cacheClientBudget(terms, supply),
    (terms: readonly PoolTerm[]) => addressBudget(terms, "10.0.0.0/25"),
  ];
  fc.assert(
    fc.property(
      fc.array(term, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 20, max: 2000 }),
      fc.constantFrom(...budgets),
      (own, supply, budgetOf) => {
        const terms = own.map((one, index) => ({ name: `s${index}`, ...one }));
        const { fits, headroom, demand } = budgetOf(terms, supply);
        expect(fits.length > 0).toBe(headroom < 0);
        for (const { what, name, to } of fits) {
          const field = what === "maximum" ? "maxInstances" : "perWorker";
          const left = (value: number) =>
            budgetOf(
              terms.map((one) => (one.name === name ? { ...one, [field]: value } : one)),
              supply,
            ).headroom;
          if (what === "supply") expect(to).toBe(demand);
          else expect([left(to) >= 0, left(to + 1) < 0]).toEqual([true, true]);
        }
      },
    ),
  );
});

test.each([
  [400, "db-custom-2-7680", "db-custom-2-7680"],
  [401, "db-custom-2-7680", "db-custom-4-15360"],
  [401, "db-custom-8-7680", "db-custom-8-15360"],
  [600, "db-f1-micro", "db-custom-6-30720"],
  [900, "db-perf-optimized-N-2", "db-perf-optimized-N-16"],
  [1001, "db-custom-2-7680", undefined],
  [30, "no tier", undefined],
])("%d connections on %s need %s, which exists and carries them", (connections, tier, wanted) => {
  expect(tierFor(connections, tier)).toBe(wanted);
  if (wanted) expect(defaultMaxConnections(parseTier(wanted)!.memoryMiB)).toBeGreaterThanOrEqual(connections);
});

test.each([60, 61, 252, 253, 1000])("a subnet for %d addresses has them, a smaller one has not", (addresses) => {
  const usable = (prefix: number) => addressBudget([], `10.0.0.0/${prefix}`).supply;
  expect([usable(prefixFor(addresses)) >= addresses, usable(prefixFor(addresses) + 1) < addresses]).toEqual([
    true,
    true,
  ]);
});

test("subnet addresses count in blocks of 16 and leave Google's four out", () => {
  expect(
    addressBudget(
      [10, 1].map((maxInstances) => ({ name: "s", maxInstances })),
      "10.0.0.0/24",
    ),
  ).toMatchObject({ demand: 48 + 16, supply: 252 });
});

test("the host table feeds hosts, origins and services", () => {
  expect(routedHosts(trial)).toEqual([
    "app.trial.chat.example",
    "trial.chat.example",
    "api.trial.chat.example",
    "auth.trial.chat.example",
  ]);
  expect(browserOrigins(trial)).toEqual(["https://app.trial.chat.example", "https://trial.chat.example"]);
  expect(routedServices(trial)).toEqual(["frontend", "websocket-service", "auth-service"]);
});

describe.each([trial, prd])("environment contract of $name", (environment) => {
  test.each(Object.keys(environment.services))(
    "%s: the computed variables are the table's, with its values",
    (service) => {
      const rows = CONTRACT.filter(
        ({ services, stagingOnly }) => services.includes(service) && (!stagingOnly || environment.kind === "staging"),
      );
      const computed = variablesOf(environment, service);
      expect(computed.map(({ name, kind }) => [name, kind === "secret" ? "secret" : "plain"])).toEqual(
        rows.map(({ variable, kind }) => [variable, kind]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
      );
      for (const row of rows) {
        const variable = computed.find(({ name }) => name === row.variable);
        const expected = row.valueOn?.[service] ?? row.value;
        if (expected !== undefined) expect(variable).toMatchObject({ value: expected });
      }
    },
  );
});

test.each([
  ["db-custom-2-7680", 7680, 400],
  ["db-custom-4-15360", 15360, 500],
  ["db-custom-1-3840", 3840, 100],
  ["db-perf-optimized-N-2", 16384, 500],
  ["db-f1-micro", 614, 25],
  ["db-g1-small", 1740, 50],
])("%s has %i MiB and carries %i connections", (tier, memoryMiB, connections) => {
  expect(parseTier(tier)?.memoryMiB).toBe(memoryMiB);
  expect(defaultMaxConnections(memoryMiB)).toBe(connections);
});

test.each(["db-n1-standard-1", "db-custom-3-7680", "db-custom-2-7681", "db-custom-2-1024", "db-custom-2-99999", ""])(
  "%j is no PostgreSQL tier",
  (tier) => expect(parseTier(tier)).toBeUndefined(),
);

test("network addresses are read, and nothing else", () => {
  expect(parseRange("10.10.0.0/24")).toEqual({ start: 168427520, size: 256, prefix: 24 });
  for (const text of ["10.10.0.1/24", "256.0.0.0/8", "10.0.0.0/33", "10.0.0.0", ""])
    expect(parseRange(text)).toBeUndefined();
});

test("no other CPU size than Cloud Run's has a memory range", () => {
  expect([1, 2, 4, 6, 8].map(memoryRange)).not.toContain(undefined);
  expect([0, 3, 5, 7, 9].map(memoryRange)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
