import type { SynthesizedStack } from "../../policy/core/from-synth";
import { codeChange } from "../../review/code-change";
import { pendingApart, withPending } from "../../review/pending";
import { renderReport } from "../../review/render";
import type { Report, StackReport } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { reviewStacks, type PlanInput } from "../../review/review";

/** What is live, what main says, and what the pull request makes of it: the plan goes from the first to the last. */

const CONTEXT = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false, key: "key" } as const;
const NAME = "services";
const SERVICE = "google_cloud_run_v2_service";
const USER = "google_sql_user";

type Values = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Values>>>>;

const stackOf = (resource: Resources): SynthesizedStack => ({ resource });
const service = (timeout: string, ingress = "INGRESS_TRAFFIC_ALL"): Values => ({
  ...{ name: "s", location: "r", ingress },
  template: [{ timeout, containers: [{ image: "i:1" }] }],
});

/** Only what a real plan has: no resources of the code. */
const planBetween = (live: Resources, code: Resources): PlanInput => ({
  name: NAME,
  plan: codeChange(NAME, stackOf(live), stackOf(code)).plan,
});

function joined(live: Resources, main: Resources, change: Resources): StackReport {
  const plan = planBetween(live, change);
  const code = codeChange(NAME, stackOf(main), stackOf(change));
  return pendingApart(reviewStacks([plan], CONTEXT), [plan], [code])[0]!;
}

const placesOf = ({ changes, pending, unplanned }: StackReport) => ({
  own: changes.map(({ address }) => address),
  pending: pending?.changes.map(({ address }) => address),
  unplanned: unplanned?.map(({ actions, address }) => `${actions.join()} ${address}`),
});

const LIVE = { [SERVICE]: { a: service("60s"), b: service("60s") } };
const MAIN = { [SERVICE]: { a: service("60s"), b: service("60s", "INGRESS_TRAFFIC_INTERNAL_ONLY") } };
const CHANGE = { [SERVICE]: { ...MAIN[SERVICE], a: service("90s") } };

test("what was merged and is not applied is apart from what the pull request changes", () => {
  expect(placesOf(joined(LIVE, MAIN, CHANGE))).toEqual({
    own: [`${SERVICE}.a`],
    pending: [`${SERVICE}.b`],
    unplanned: [],
  });
});

test("what the code changes and the plan leaves is said: somebody has applied it already", () => {
  expect(placesOf(joined(CHANGE, MAIN, CHANGE))).toEqual({
    own: [],
    pending: [],
    unplanned: [`update ${SERVICE}.a`],
  });
});

test("on an object that both touch, what was pending is marked, and stands behind the pull request's own", () => {
  const main = { [SERVICE]: { a: service("60s", "INGRESS_TRAFFIC_INTERNAL_ONLY"), b: service("60s") } };
  const change = { [SERVICE]: { ...main[SERVICE], a: service("90s", "INGRESS_TRAFFIC_INTERNAL_ONLY") } };
  const stack = joined(LIVE, main, change);
  const paths = stack.changes[0]!.paths;
  expect(paths.map(({ path, isPending }) => [path, isPending])).toEqual([
    ["template[0].timeout", undefined],
    ["ingress", true],
  ]);
  const report = assembleReport([stack], CONTEXT.key);
  expect(renderReport(report, "text", NAME)).toMatch(/ingress: .* → .* \(pending from before\)/);
  expect(renderReport(report, "markdown", NAME)).toMatch(/ingress<.* → .* \(pending from before\)/);
  expect(renderReport(report, "text", NAME)).toMatch(/template\[0\]\.timeout: 60s → 90s\n/);
  expect(renderReport(report, "json", NAME)).toContain('"isPending": true');
});

test("what the pull request declares anew is its own as a whole, also where it is there and is taken over", () => {
  const made = (timeout: string) => ({ [SERVICE]: { ...LIVE[SERVICE], c: service(timeout) } });
  const [change] = joined(made("60s"), LIVE, made("90s")).changes;
  expect(change!.paths).toEqual([{ path: "template[0].timeout", before: "60s", after: "90s" }]);
});

test("instances of for_each and count are their declaration's", () => {
  const plan: PlanInput = planBetween(LIVE, CHANGE);
  const keyed = plan.plan.resource_changes.map((entry) => ({ ...entry, address: `${entry.address}["eu"]` }));
  const input = { ...plan, plan: { ...plan.plan, resource_changes: keyed } };
  const code = codeChange(NAME, stackOf(MAIN), stackOf(CHANGE));
  const [stack] = pendingApart(reviewStacks([input], CONTEXT), [input], [code]);
  expect(placesOf(stack!)).toEqual({ own: [`${SERVICE}.a["eu"]`], pending: [`${SERVICE}.b["eu"]`], unplanned: [] });
});

test("a value that is computed from what the change touches is of the change, and only there", () => {
  const user = (host: string, name: string): Values => ({ instance: "i", host, name });
  const live = { [SERVICE]: LIVE[SERVICE], [USER]: { u: user("60s", "old"), v: user("h", "old") } };
  const referring = { u: user(`\${${SERVICE}.a.template}`, "old"), v: user(`\${${SERVICE}.a.template}`, "new") };
  const main = { [SERVICE]: LIVE[SERVICE], [USER]: referring };
  const change = { [SERVICE]: CHANGE[SERVICE], [USER]: referring };
  const plan = planBetween(live, {
    [SERVICE]: CHANGE[SERVICE],
    [USER]: { u: user("90s", "old"), v: user("h", "new") },
  });
  const code = codeChange(
    NAME,
    stackOf(main),
    stackOf({ ...change, [SERVICE]: { ...LIVE[SERVICE], a: service("90s") } }),
  );
  const [stack] = pendingApart(reviewStacks([plan], CONTEXT), [plan], [code]);
  expect(placesOf(stack!)).toEqual({
    own: [`${USER}.u`, `${SERVICE}.a`],
    pending: [`${SERVICE}.b`, `${USER}.v`],
    unplanned: [],
  });
});

test("a moved resource is of the change that moves it", () => {
  const moved = { [SERVICE]: { renamed: service("60s"), b: service("60s") } };
  const plan: PlanInput = planBetween(LIVE, LIVE);
  const change = { actions: ["no-op"], before: service("60s"), after: service("60s") };
  const entry = { mode: "managed", type: SERVICE, previous_address: `${SERVICE}.a`, change } as const;
  const input: PlanInput = {
    ...plan,
    plan: { ...plan.plan, resource_changes: [{ ...entry, address: `${SERVICE}.renamed` }] },
  };
  const code = codeChange(NAME, stackOf(LIVE), stackOf(moved));
  const [stack] = pendingApart(reviewStacks([input], CONTEXT), [input], [code]);
  expect(placesOf(stack!)).toEqual({ own: [`${SERVICE}.renamed`], pending: [], unplanned: [] });
});

describe("the report", () => {
  const stack = joined(LIVE, MAIN, CHANGE);
  const report = assembleReport([stack], CONTEXT.key);
  const plain = assembleReport(reviewStacks([planBetween(LIVE, CHANGE)], CONTEXT), CONTEXT.key);

  test("is judged by its own lines, until all count; its digest is of all that a deploy applies", () => {
    expect([report.severity, assembleReport(withPending([stack])).severity]).toEqual(["medium", plain.severity]);
    expect(plain.severity).not.toBe("medium");
    expect(report.digest).toBe(plain.digest);
    expect(placesOf(withPending([stack])[0]!).pending).toBeUndefined();
  });

  test.each(["text", "markdown"] as const)("%s: pending stands apart, counted, with the way to count it", (format) => {
    const text = renderReport(report, format, NAME);
    expect(text).toContain("2 pending from before (worst critical)");
    const [own = "", pending = ""] = text.split(/Pending from before, not of this change: 1 change; /);
    expect([own.includes(`${SERVICE}.a`), own.includes(`${SERVICE}.b`)]).toEqual([true, false]);
    expect(pending).toContain(`${SERVICE}.b`);
    expect(pending).toContain("--all counts them");
  });

  test("Markdown folds it, and keeps to GitHub's limit with thousands", () => {
    const [one] = stack.pending!.changes;
    const changes = Array.from({ length: 1000 }, (_, at) => ({
      ...one!,
      address: `${SERVICE}.b${at}`,
      consequence: `c${at}`,
    }));
    const many = assembleReport([{ ...stack, pending: { changes, drift: [], findings: [] } }], CONTEXT.key);
    const text = renderReport(many, "markdown", NAME);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/<summary>Pending from before, not of this change: 1000 changes/);
    expect(text).toMatch(/- and \d+ more\n/);
    expect(text).toContain(`digest <code>${many.digest}</code>`);
  });

  test("JSON has it as changes and findings have their form; SARIF and JUnit have this change's lines alone", () => {
    const [json] = (JSON.parse(renderReport(report, "json", NAME)) as Report).stacks;
    expect(json!.pending!.changes).toMatchObject([{ address: `${SERVICE}.b`, severity: "critical", paths: [{}] }]);
    expect(json!.unplanned).toEqual([]);
    for (const format of ["sarif", "junit"] as const) {
      expect(renderReport(report, format, NAME)).not.toContain(`${SERVICE}.b`);
    }
  });

  test("with nothing of its own it does not say that nothing changes", () => {
    const { sentence, severity } = assembleReport([joined(LIVE, CHANGE, CHANGE)]);
    expect([sentence, severity]).toEqual([
      "nothing that this change makes is in the plan, only what was pending before",
      "none",
    ]);
  });
});
