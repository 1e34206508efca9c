import type { Resource } from "../../policy/core/resource";
import { graphOf } from "../../review/graph/graph";
import { graphJson } from "../../review/graph/json";
import type { Box, Graph } from "../../review/graph/model";
import { anyChange, anyEstate, anyResource, anyStack } from "../support/any-estate";
import { estateOf } from "../support/synthesized";

const titled = (graph: Graph, title: string): Box => {
  const found = graph.boxes.filter((box) => box.title === title);
  if (found.length !== 1) throw new Error(`${found.length} boxes are called ${title}`);
  return found[0] as Box;
};

/** What a graph says of a box: `mounts trial-key`, one text a link. */
const saidOf = (graph: Graph, title: string): readonly string[] => {
  const { id } = titled(graph, title);
  const name = new Map(graph.boxes.map((box) => [box.id, box.title]));
  return graph.links.filter(({ from }) => from === id).map(({ verb, to }) => `${verb} ${name.get(to) ?? ""}`);
};

const steps = (graph: Graph): Readonly<Record<string, number>> =>
  Object.fromEntries(graph.boxes.flatMap(({ title, steps: own }) => (own === undefined ? [] : [[title, own]])));

describe("an environment of ours", () => {
  const estate = estateOf("trial");
  const graph = graphOf({ estates: [estate], stacks: [] });

  test("every resource stands in one box", () => {
    const standing = graph.boxes.flatMap(({ members }) => members.map(({ resource }) => resource));
    expect(standing).toHaveLength(estate.resources.length);
    expect(new Set(standing)).toEqual(new Set(estate.resources));
  });

  test("who needs comes above what it needs, and what nobody needs last", () => {
    expect(graph.areas).toEqual([
      "trial-monitoring",
      "trial-edge",
      "trial-services",
      "trial-foundation",
      "bootstrap-trial",
    ]);
  });

  test("who reaches, mounts, routes to and watches whom, across stacks", () => {
    expect(saidOf(graph, "websocket-service")).toEqual(
      expect.arrayContaining(["reaches netra-trial-db", "reaches netra-trial-redis", "stands in netra-trial-network"]),
    );
    expect(saidOf(graph, "websocket-service").filter((text) => text.startsWith("mounts "))).not.toEqual([]);
    expect(saidOf(graph, "netra-trial-lb")).toContain("routes to netra-trial-websocket-service-backend");
    expect(saidOf(graph, "netra-trial-websocket-service-backend")).toEqual(
      expect.arrayContaining(["routes to websocket-service", "is guarded by netra-trial-lb-armor"]),
    );
    const watchers = graph.links.filter(
      ({ to, verb }) => verb === "watches" && to === titled(graph, "netra-trial-lb").id,
    );
    expect(watchers.map(({ from }) => graph.boxes.find(({ id }) => id === from)?.title)).toEqual(
      expect.arrayContaining([expect.stringMatching(/uptime checks$/)]),
    );
  });

  test("a replaced cache reaches its users, their backends and the load balancer, and nobody else", () => {
    const change = anyChange("google_redis_instance.redis", "critical", "replace (destroy first)");
    const reached = steps(graphOf({ estates: [estate], stacks: [anyStack("trial-foundation", [change])] }));
    expect(reached).toMatchObject({
      "netra-trial-redis": 0,
      "websocket-service": 1,
      "auth-service": 1,
      "netra-trial-websocket-service-backend": 2,
      "netra-trial-lb": 3,
    });
    expect(Object.keys(reached)).not.toContain("frontend");
    expect(Object.keys(reached)).not.toContain("netra-trial-network");
  });

  test.each([
    ["of low severity", anyChange("google_redis_instance.redis", "low", "update")],
    ["that only makes", anyChange("google_redis_instance.redis", "critical", "create")],
  ])("a change %s reaches nobody", (_, change) => {
    expect(steps(graphOf({ estates: [estate], stacks: [anyStack("trial-foundation", [change])] }))).toEqual({
      "netra-trial-redis": 0,
    });
  });

  test("beside another environment each name means its own, and what does not change is not drawn", () => {
    const change = anyChange("google_redis_instance.redis", "critical", "update");
    const both = graphOf({ estates: [estate, estateOf("prd")], stacks: [anyStack("trial-foundation", [change])] });
    expect(new Set(both.boxes.map(({ area }) => area))).toEqual(new Set(graph.areas));
    const two = graphOf({
      estates: [estate, estateOf("prd")],
      stacks: [anyStack("trial-foundation", [change]), anyStack("prd-foundation", [change])],
    });
    const area = new Map(two.boxes.map((box) => [box.id, box.area.replace("bootstrap-", "").replace(/-.*/, "")]));
    expect(two.links.filter(({ from, to }) => area.get(from) !== area.get(to))).toEqual([]);
    expect(new Set(two.boxes.map(({ id }) => id)).size).toBe(two.boxes.length);
  });

  test("for machines it has addresses, and no value", () => {
    const json = JSON.parse(graphJson(graph)) as { boxes: { resources: object[] }[] };
    expect(json.boxes.flatMap(({ resources }) => resources)).toContainEqual({
      stack: "trial-foundation",
      address: "google_redis_instance.redis",
    });
    expect(JSON.stringify(json)).not.toContain("REDIS_7");
  });
});

describe("a plan of somebody else", () => {
  /** Services in a row, each of which refers to the next one; many buckets that nobody needs. */
  const chain = (count: number): readonly Resource[] =>
    Array.from({ length: count }, (_, at) =>
      anyResource("google_cloud_run_v2_service", `s${at}`, {}, { env: [`google_cloud_run_v2_service.s${at + 1}`] }),
    );
  const buckets = Array.from({ length: 200 }, (_, at) =>
    anyResource("google_storage_bucket", `b${at}`, at % 2 === 0 ? {} : { labels: { at: `${at}` } }),
  );
  const topics = Array.from({ length: 290 }, (_, at) => anyResource("google_pubsub_topic", `t${at}`));

  test("of 500 resources is drawn in boxes that a person can read: the changed ones, what they reach, and the rest folded", () => {
    const stacks = [anyStack("plan", [anyChange("google_cloud_run_v2_service.s9", "high", "delete")])];
    const graph = graphOf({ estates: [anyEstate([...chain(10), ...buckets, ...topics])], stacks });
    expect(graph.boxes.length).toBeLessThan(49);
    expect(steps(graph)).toMatchObject({ s9: 0, s8: 1, s0: 9 });
    expect(graph.boxes.reduce((sum, { members }) => sum + members.length, 0)).toBe(500);
  });

  test("a circle ends", () => {
    const circle = [
      anyResource("google_cloud_run_v2_service", "a", {}, { env: ["google_cloud_run_v2_service.b"] }),
      anyResource("google_cloud_run_v2_service", "b", {}, { env: ["google_cloud_run_v2_service.a"] }),
    ];
    const stacks = [anyStack("plan", [anyChange("google_cloud_run_v2_service.a", "high", "update")])];
    expect(steps(graphOf({ estates: [anyEstate(circle)], stacks }))).toEqual({ a: 0, b: 1 });
  });

  test("without stacks and modules it is drawn by what things are for", () => {
    const graph = graphOf({ estates: [anyEstate([...chain(2), ...buckets.slice(0, 1)])], stacks: [] });
    expect([...graph.areas].sort()).toEqual(["data", "programs"]);
  });

  test("a grant stands in what it is on, an account in the one program that runs as it", () => {
    const estate = anyEstate([
      anyResource("google_service_account", "worker", { account_id: "worker" }),
      anyResource("google_secret_manager_secret", "key", { secret_id: "key" }),
      anyResource("google_secret_manager_secret_iam_member", "reads", {
        secret_id: "key",
        member: "serviceAccount:worker@p.iam.gserviceaccount.com",
      }),
      anyResource("google_cloud_run_v2_service", "api", {
        template: [{ service_account: "worker@p.iam.gserviceaccount.com" }],
      }),
    ]);
    const { boxes } = graphOf({ estates: [estate], stacks: [] });
    expect(boxes.map(({ title, members }) => [title, members.map(({ resource }) => resource.type)])).toEqual([
      ["api", ["google_service_account", "google_cloud_run_v2_service"]],
      ["key", ["google_secret_manager_secret", "google_secret_manager_secret_iam_member"]],
    ]);
  });
});
