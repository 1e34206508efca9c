import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import { AREAS } from "../../../verify/engine/check";
import { cacheName, databaseName } from "./healthy";
import { CANARY, serviceName } from "./healthy-services";
import { useLive } from "./live-environment";

const SIGNAL = new AbortController().signal;

const skipped = (reason: string): object => ({ verdict: "skipped", reason });

/** What only traffic writes. */
const QUIET = {
  "database/latency": skipped("no query in the last hour, or query insights are off"),
  "cache/evictions": skipped("no value of redis.googleapis.com/stats/evicted_keys in the last hour"),
  "cache/latency": skipped("no command in the last hour"),
};

/** What every running instance writes. */
const GAUGES = {
  "database/connections": "no value of cloudsql.googleapis.com/database/postgresql/num_backends in the last 10 minutes",
  "cache/clients": "no value of redis.googleapis.com/clients/connected in the last 10 minutes",
  "cache/memory": "no value of redis.googleapis.com/stats/memory/usage_ratio in the last 10 minutes",
};

const eachGauge = (said: (reason: string) => object): object =>
  Object.fromEntries(Object.entries(GAUGES).map(([id, reason]) => [id, said(reason)]));

describe.each([trial, prd])("a healthy $name", (environment) => {
  const live = useLive(environment);

  /** Attempts by check that did not pass. */
  const others = async (): Promise<Readonly<Record<string, unknown>>> => {
    const attempts = await Promise.all(
      live.checks().map(async (check) => [check.id, await check.attempt(SIGNAL)] as const),
    );
    return Object.fromEntries(attempts.filter(([, { verdict }]) => verdict !== "passed"));
  };

  test("passes every check; what only traffic writes is skipped without it", async () => {
    await live.gauges();
    expect(await others()).toEqual(QUIET);
    expect(live.sandbox().journal.unknowns()).toEqual([]);
  });

  test("without a value that every running instance writes nobody can tell", async () => {
    const todo = "a running instance writes one every minute: look for it in the Metrics Explorer";
    const silent = eachGauge((reason) => ({ verdict: "unknown", reason: `${reason}; ${todo}` }));
    expect(await others()).toEqual({ ...QUIET, ...silent });
    for (const name of [databaseName(environment), cacheName(environment)]) live.set(name, "createTime", undefined);
    expect(await others()).toEqual({ ...QUIET, ...silent });
  });

  test.each([
    ["2026-11-22T11:45:01Z", "skipped"],
    ["2026-11-22T11:45:00Z", "unknown"],
  ])("without such a value an instance of %s is %s", async (createTime, verdict) => {
    for (const name of [databaseName(environment), cacheName(environment)]) live.set(name, "createTime", createTime);
    const silent = eachGauge((reason) => ({ verdict, reason: expect.stringContaining(reason) as string }));
    expect(await others()).toEqual({ ...QUIET, ...silent });
  });

  test("each resource is asked for once, however many checks read it", async () => {
    await Promise.all(live.checks().map((check) => check.attempt(SIGNAL)));
    const asked = live
      .sandbox()
      .journal.requests()
      .map(({ path }) => path);
    expect(asked).toHaveLength(new Set(asked).size);
  });

  test("ids are unique, begin with their area, and name each service, host and store", () => {
    const checks = live.checks();
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, area } of checks) expect([id.split("/")[0], AREAS.includes(area)]).toEqual([area, true]);
    for (const service of Object.keys(environment.services)) {
      expect(ids).toEqual(expect.arrayContaining([`health/${service}/revision`, `variables/${service}/names`]));
    }
    for (const { host } of Object.values(environment.hosts)) expect(ids).toContain(`load-balancer/${host}/certificate`);
  });

  test.each([403, 401, 400])("what Google refuses with %i is unknown", async (status) => {
    live.refuse("/projects/", status);
    const attempts = await Promise.all(live.checks().map((check) => check.attempt(SIGNAL)));
    for (const attempt of attempts) {
      expect(attempt).toEqual({
        verdict: "unknown",
        reason: expect.stringMatching(/^\w+ (v3\/)?projects\//) as string,
      });
      if (status === 403)
        expect(attempt).toHaveProperty("reason", expect.stringMatching(/the caller needs .+ in the project$/));
    }
  });

  test("no text holds the value of a variable, whatever is wrong", async () => {
    const [service = ""] = Object.keys(environment.services);
    const name = serviceName(environment, service);
    // A secret that was pasted as text, a URL that is none, and an answer of another form around them.
    const breakages: readonly (() => void)[] = [
      () => undefined,
      () => live.set(name, "template.containers.0.env.0", { name: "JWT_SECRET_KEY", value: CANARY }),
      () => live.set(name, "template.containers.0.env.0", { name: "AUTH_SERVICE_URL", value: CANARY }),
      () => live.set(name, "template.containers.0.env.0", { name: "ADDED_BY_HAND", value: CANARY }),
      () => live.set(name, "template.containers.0.env", { [CANARY]: CANARY }),
      () => live.set(name, "template.containers.0.env.0", { value: CANARY }),
      () => live.set(name, "template", CANARY),
    ];
    for (const breakage of breakages) {
      breakage();
      const attempts = await Promise.all(live.checks().map((check) => check.attempt(SIGNAL)));
      expect(JSON.stringify(attempts)).not.toContain(CANARY);
    }
    expect(JSON.stringify(live.sandbox().store.get(name))).toContain(CANARY);
  });
});
