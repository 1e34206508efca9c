import { production } from "../../../environments/production";
import { staging } from "../../../environments/staging";
import { AREAS } from "../../../verify/check";
import { CANARY, serviceName } from "./healthy-services";
import { useLive } from "./live-environment";

const SIGNAL = new AbortController().signal;

describe.each([staging, production])("a healthy $name", (environment) => {
  const live = useLive(environment);

  test("passes every check; what only a metric tells is skipped without data", async () => {
    const checks = live.checks();
    const attempts = await Promise.all(checks.map(async (check) => [check.id, await check.attempt(SIGNAL)] as const));
    const others = attempts.filter(([, { verdict }]) => verdict !== "passed");
    expect(Object.fromEntries(others)).toEqual({
      "database/connections": skipped(
        "no value of cloudsql.googleapis.com/database/postgresql/num_backends in the last ten minutes",
      ),
      "database/latency": skipped("no query in the last hour, or query insights are off"),
      "cache/clients": skipped("no value of redis.googleapis.com/clients/connected in the last ten minutes"),
      "cache/memory": skipped("no value of redis.googleapis.com/stats/memory/usage_ratio in the last ten minutes"),
      "cache/evictions": skipped("no value of redis.googleapis.com/stats/evicted_keys in the last hour"),
      "cache/latency": skipped("no command in the last hour"),
    });
    expect(live.sandbox().journal.unknowns()).toEqual([]);
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

const skipped = (reason: string): object => ({ verdict: "skipped", reason });
