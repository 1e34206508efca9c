import { findAdoptions } from "../../review/adopt/adoption";
import { readLive } from "../../review/adopt/live";
import { renderAdoptions } from "../../review/adopt/render";
import { everyStackOf, liveResource } from "../support/adopt";

const CANARY = "canary-6f1d2b";

describe("live files", () => {
  const state = (attributes: object): unknown => ({
    version: 4,
    resources: [
      { mode: "managed", type: "google_redis_instance", name: "other", instances: [{ attributes }] },
      { mode: "managed", type: "google_redis_instance", name: "gone", instances: [{ attributes, deposed: "1" }] },
      { mode: "data", type: "google_project", name: "p", instances: [{ attributes }] },
    ],
  });
  const shown = (values: object): unknown => ({
    format_version: "1.0",
    values: {
      root_module: {
        resources: [{ mode: "data", type: "google_project", values }],
        child_modules: [{ resources: [{ mode: "managed", type: "google_redis_instance", values }] }],
      },
    },
  });

  test.each<[string, unknown]>([
    ["a stored state", state({ name: "r" })],
    ["a shown state", shown({ name: "r" })],
  ])("%s", (_, json) => {
    expect(readLive(JSON.stringify(json))).toEqual({
      ok: true,
      resources: [{ type: "google_redis_instance", attributes: { name: "r" } }],
    });
  });

  test("an empty state holds nothing", () => {
    expect(readLive('{"format_version": "1.0"}')).toEqual({ ok: true, resources: [] });
  });

  test.each<[string, string]>([
    ["no JSON", CANARY],
    ["nothing", ""],
    ["a list", `["${CANARY}"]`],
    ["an older state", JSON.stringify({ version: 3, [CANARY]: CANARY })],
    ["an encrypted state", JSON.stringify({ encrypted_data: CANARY })],
    ["a plan", JSON.stringify({ format_version: "1.2", planned_values: { [CANARY]: CANARY } })],
    ["resources that are none", JSON.stringify({ version: 4, resources: { [CANARY]: CANARY } })],
    ["values that are none", JSON.stringify({ format_version: "1.0", values: CANARY })],
    ["a mode that is none", JSON.stringify({ version: 4, resources: [{ mode: CANARY, type: "t", instances: [] }] })],
  ])("%s: one line, and not a word of the file", (_, text) => {
    const reading = readLive(text);
    expect(reading.ok).toBe(false);
    expect(JSON.stringify(reading)).not.toContain(CANARY);
    expect(reading).toMatchObject({ problem: expect.not.stringContaining("\n") as string });
  });

  test("a canary in every string, key and type of a live file is never printed", () => {
    const { stacks, resources } = everyStackOf("trial");
    const poison = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(poison);
      if (typeof value === "object" && value !== null)
        return {
          ...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item)])),
          [CANARY]: CANARY,
        };
      return typeof value === "string" ? CANARY : value;
    };
    const names = [
      "name",
      "secret_id",
      "account_id",
      "repository_id",
      "instance",
      "network",
      "service",
      "role",
      "member",
    ];
    const poisoned = resources.map(({ type, values }) => {
      const { project: _, ...kept } = values;
      const identity = Object.fromEntries(Object.entries(kept).filter(([key]) => names.includes(key)));
      return liveResource(type, {
        ...(poison(kept) as object),
        tags: { [CANARY]: CANARY },
        description: CANARY,
        ...identity,
      });
    });
    const all = findAdoptions({ stacks, resources }, [...poisoned, liveResource(CANARY, { name: CANARY })]);
    expect(
      all.filter(({ existing }) => existing?.kind === "found" && existing.differences.length > 0).length,
    ).toBeGreaterThan(5);
    for (const format of ["text", "json"] as const)
      expect(renderAdoptions("e", all, true, format)).not.toContain(CANARY);
  });
});
