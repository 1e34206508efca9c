import { stackJson } from "../support/synthesized";
import { changesOf } from "../../review/change";
import { codeChange } from "../../review/code-change";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";

/** Two states of the code compared as if both were deployed: no Terraform, no provider, no account. */

const CONTEXT = { others: [], weight: "staging", today: "2026-01-01", isIgnored: () => false } as const;
const edited = (name: string, edit: (text: string) => string) =>
  JSON.parse(edit(JSON.stringify(stackJson(name)))) as ReturnType<typeof stackJson>;
const review = (...inputs: Parameters<typeof codeChange>) =>
  assembleReport(reviewStacks([codeChange(...inputs)], CONTEXT));

test("the same code twice changes nothing", () => {
  const report = review("trial-edge", stackJson("trial-edge"), stackJson("trial-edge"));
  expect([report.severity, report.stacks[0]!.changes]).toEqual(["none", []]);
});

test("a changed value has the consequence that its plan would have", () => {
  const after = edited("trial-services", (text) =>
    text.replace('"max_instance_request_concurrency":200', '"max_instance_request_concurrency":120'),
  );
  const [change, ...others] = review("trial-services", stackJson("trial-services"), after).stacks[0]!.changes;
  expect(others).toEqual([]);
  expect(change).toMatchObject({ address: "google_cloud_run_v2_service.websocket-service", actions: ["update"] });
  expect(change!.consequence).toContain("1200 sockets fit instead of 2000");
});

test("a value that cannot change in place is a replacement, and names what forces it", () => {
  const after = edited("trial-foundation", (text) => text.replace('"tier":"STANDARD_HA"', '"tier":"BASIC"'));
  const [change] = changesOf(codeChange("trial-foundation", stackJson("trial-foundation"), after).plan);
  expect([change?.actions, change?.replacePaths]).toEqual([["replace (destroy first)"], ["tier"]]);
});

test("a stack that comes or goes is created or deleted whole", () => {
  const actions = (...sides: [Parameters<typeof codeChange>[1], Parameters<typeof codeChange>[2]]) =>
    new Set(changesOf(codeChange("trial-edge", ...sides).plan).flatMap((change) => change.actions));
  expect(actions(undefined, stackJson("trial-edge"))).toEqual(new Set(["create"]));
  expect(actions(stackJson("trial-edge"), undefined)).toEqual(new Set(["delete"]));
});

test("an expression that stays the same is no change, and another one is", () => {
  const after = edited("trial-edge", (text) =>
    text.replace("${google_compute_ssl_policy.lb_tls-policy.id}", "${google_compute_ssl_policy.other.id}"),
  );
  const changes = changesOf(codeChange("trial-edge", stackJson("trial-edge"), after).plan);
  expect(changes.map(({ address, attributes }) => [address, attributes.map(({ path }) => path)])).toEqual([
    ["google_compute_target_https_proxy.lb_https-proxy", ["ssl_policy"]],
  ]);
});

describe("a renamed construct", () => {
  const POLICY = "google_compute_ssl_policy";
  const [FROM, TO] = [`${POLICY}.lb_tls-policy`, `${POLICY}.lb_renamed`];
  const renamed = edited("trial-edge", (text) => text.replaceAll("lb_tls-policy", "lb_renamed"));
  const named = { ...renamed, moved: [{ from: FROM, to: TO }] };
  const allChanges = (before: typeof renamed, after: Parameters<typeof codeChange>[2]) =>
    review("trial-edge", before, after).stacks[0]!.changes;
  const changesTo = (...sides: Parameters<typeof allChanges>) =>
    allChanges(...sides).filter(({ address }) => address.startsWith(POLICY));

  test("without a moved block is destroyed and made, and both addresses name the block", () => {
    const changes = changesTo(stackJson("trial-edge"), renamed);
    expect(changes.map(({ address, actions }) => [address, actions])).toEqual(
      expect.arrayContaining([
        [FROM, ["delete"]],
        [TO, ["create"]],
      ]),
    );
    for (const { consequence } of changes) {
      expect(consequence).toContain(
        `moveFromId("${FROM}") in cdktf, or a moved block with from = ${FROM} and to = ${TO}`,
      );
    }
  });

  test("with it is a move, and nothing happens to the object nor to who refers to it", () => {
    const [change, ...others] = allChanges(stackJson("trial-edge"), named);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ address: TO, previousAddress: FROM, actions: ["move"], severity: "low" });
  });

  test("who refers to it and changes beside is a change of that alone", () => {
    const proxy = '"quic_override":"NONE"';
    expect(JSON.stringify(named)).toContain(proxy);
    const after = JSON.parse(JSON.stringify(named).replace(proxy, '"quic_override":"ENABLE"')) as typeof named;
    const changed = allChanges(stackJson("trial-edge"), after).filter(({ actions }) => !actions.includes("move"));
    expect(changed.map(({ paths }) => paths.map(({ path }) => path))).toEqual([["quic_override"]]);
  });

  test("a data source of the same type and name is not moved with it", () => {
    const reading = { ...named, resource: { ...named.resource, google_test: { x: { a: `\${data.${FROM}.id}` } } } };
    const before = {
      ...stackJson("trial-edge"),
      resource: { ...stackJson("trial-edge").resource, google_test: { x: { a: `\${data.${FROM}.id}` } } },
    };
    expect(allChanges(before, reading)).toHaveLength(1);
  });

  test("a block of a move that was made long ago moves nothing", () => {
    expect(changesTo(named, named)).toEqual([]);
  });

  test("a block whose target is declared already, or whose source still is, moves nothing", () => {
    const both = { ...stackJson("trial-edge"), moved: [{ from: FROM, to: `${POLICY}.none` }] };
    expect(changesTo(stackJson("trial-edge"), both)).toEqual([]);
    expect(changesTo(renamed, { ...named, moved: [{ from: FROM, to: TO }] })).toEqual([]);
  });
});
