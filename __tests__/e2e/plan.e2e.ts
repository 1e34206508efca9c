import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { PROVIDERS } from "../../google/versions";
import { fromSynth } from "../../policy/core/from-synth";
import { SUPPRESSED, disagreements, knownLeaves } from "./agreement";
import { PLANNED_VALUES, plannedAt } from "./hardened";
import { readRun, runDirectory } from "./run";
import { writeLocalStack, writeStack } from "./stand-ins";
import { init, lockedVersions, plan, validate, type Plan, type PlannedResource } from "./terraform";
import { bypassTexts, secretTexts } from "./texts";

const { availability, stacks } = readRun();

/** Skipped by name, and with the reason in it, where the provider cannot be asked. */
const check = (name: string, body: jest.ProvidesCallback): void => {
  if ("reason" in availability) test.skip(`${name} (skipped: ${availability.reason})`, body);
  else test(name, body);
};

const SERVICE = "google_cloud_run_v2_service";

/** Every plan that was made, for what is asked of all of them together. */
const planned: PlannedResource[] = [];

describe.each(Object.entries(stacks))("%s", (name, stack) => {
  const reading = fromSynth(name, stack);
  let asWritten: string;
  let asPlanned: string;
  let result: Plan;

  beforeAll(async () => {
    if ("reason" in availability) return;
    const home = mkdtempSync(join(runDirectory(), `${name}-`));
    asWritten = join(home, "as-written");
    writeStack(asWritten, stack);
    await init(asWritten, availability.providers, "-backend=false");
    asPlanned = join(home, "as-planned");
    writeLocalStack(asPlanned, stack, stacks);
    await init(asPlanned, availability.providers);
    result = await plan(asPlanned);
    planned.push(...result.resource_changes);
  });

  const afterOf = (address: string): Readonly<Record<string, unknown>> | undefined =>
    result.resource_changes.find((resource) => resource.address === address)?.change.after;

  check("is what the providers judge that the stacks require, and nothing else", () => {
    const wanted = Object.keys(stack.terraform.required_providers);
    const expected = Object.entries(PROVIDERS)
      .filter(([provider]) => wanted.includes(provider))
      .map(([provider, { version }]) => [provider, version]);
    expect(lockedVersions(asWritten)).toEqual(Object.fromEntries(expected));
    expect(lockedVersions(asPlanned)).toEqual(Object.fromEntries(expected));
  });

  check("validates as it was synthesized, without a warning", async () => {
    expect(await validate(asWritten)).toEqual([]);
  });

  check("plans every declared resource, and nothing but creations", () => {
    expect(result.errored).toBe(false);
    const managed = result.resource_changes.filter(({ mode }) => mode === "managed");
    expect(managed.map(({ address }) => address).sort()).toEqual(
      reading.resources.map(({ address }) => address).sort(),
    );
    const actions = (wanted: string) =>
      result.resource_changes.filter(({ mode }) => mode === wanted).flatMap(({ change }) => change.actions);
    expect(new Set(actions("managed"))).toEqual(new Set(["create"]));
    expect(actions("data").filter((action) => action !== "read")).toEqual([]);
  });

  check("plans what the policy's reader reads, value by value and block by block", () => {
    const known = reading.resources.reduce((sum, { values }) => sum + knownLeaves(values), 0);
    expect(known).toBeGreaterThan(3 * reading.resources.length);
    expect(reading.resources.flatMap((resource) => disagreements(resource, afterOf(resource.address) ?? {}))).toEqual(
      [],
    );
  });

  check("holds no secret's value, and null for what is write-only", () => {
    expect(secretTexts(result)).toEqual([]);
  });

  if (name.startsWith("production-")) {
    check("holds no name of a bypass, but where one is looked for", () => {
      expect(bypassTexts(result)).toEqual([]);
    });
  }

  for (const { address } of reading.resources.filter(({ type }) => type === SERVICE)) {
    check(`${address} starts within 240 s or is given up`, () => {
      const at = (field: string) =>
        Number(plannedAt(afterOf(address), `template[0].containers[0].startup_probe[0].${field}`));
      expect(at("failure_threshold") * at("period_seconds")).toBeGreaterThan(0);
      expect(at("failure_threshold") * at("period_seconds")).toBeLessThanOrEqual(240);
    });
  }

  for (const [address, path, value] of PLANNED_VALUES[name] ?? []) {
    const shown = value === undefined ? "absent" : `= ${JSON.stringify(value)}`;
    check(`${address} ${path} ${shown}`, () => {
      expect(afterOf(address)).toBeDefined();
      expect(plannedAt(afterOf(address), path)).toBe(value);
    });
  }
});

describe("all stacks", () => {
  test("the hardened table names stacks that exist", () => {
    expect(Object.keys(stacks)).toEqual(expect.arrayContaining(Object.keys(PLANNED_VALUES)));
  });

  check("every difference that the provider is known to suppress is still suppressed", () => {
    const stillNull = SUPPRESSED.filter(({ type, path }) =>
      planned.some((resource) => resource.type === type && plannedAt(resource.change.after, path) === undefined),
    );
    expect(stillNull).toEqual(SUPPRESSED);
  });
});
