import type { Resource } from "../../policy/core/resource";
import { graphOf } from "../../review/graph/graph";
import { graphJson } from "../../review/graph/json";
import { layoutOf, type Place, type PlacedLink } from "../../review/graph/layout";
import type { Box, Graph } from "../../review/graph/model";
import { graphPage } from "../../review/graph/page";
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
    const watchers = graph.links.filter(({ to, verb }) => verb === "watches" && to === titled(graph, "netra-trial-lb").id);
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

describe("the picture", () => {
  const graph = graphOf({ estates: [estateOf("trial")], stacks: [] });
  const overlap = (a: Place, b: Place): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  /** Whether a level or upright piece of a line goes through a box, and not only along it. */
  const crosses = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number], box: Place): boolean =>
    overlap(
      { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2) || 0.1, height: Math.abs(y1 - y2) || 0.1 },
      { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 },
    );
  const pieces = ({ points }: PlacedLink) => points.slice(1).map((point, at) => [points[at] ?? point, point] as const);

  test.each([
    [2, 480],
    [4, 900],
    [8, 1440],
  ])("of %d boxes side by side: nothing lies on another, nothing is off the page", async (columns, most) => {
    const { width, height, boxes, areas, links } = await layoutOf(graph, columns);
    expect(width).toBeLessThanOrEqual(most);
    const met = boxes.flatMap((one, at) =>
      boxes.slice(0, at).flatMap((other) => (overlap(one, other) ? [one.box.title] : [])),
    );
    expect(met).toEqual([]);
    for (const box of boxes) {
      expect(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height).toBe(true);
      const area = areas.find(({ name }) => name === box.box.area) as Place;
      expect(box.y >= area.y && box.y + box.height <= area.y + area.height).toBe(true);
    }
    const cut = links.flatMap((link) =>
      boxes.filter((box) => pieces(link).some(([from, to]) => crosses(from, to, box))).map(({ box }) => box.title),
    );
    expect(cut).toEqual([]);
    const inRow = new Map<number, number>();
    for (const { y } of boxes) inRow.set(y, (inRow.get(y) ?? 0) + 1);
    expect(Math.max(...inRow.values())).toBeLessThanOrEqual(columns);
  });

  test("a page loads nothing and runs nothing, has every box as a link and as an entry, and its sentence first", async () => {
    const page = await graphPage(graph, { title: "trial", sentence: "what a person says", lines: [] });
    expect(page.length).toBeLessThan(300_000);
    expect(page).not.toMatch(/<script|\bon\w+=|@import|url\(|https?:/i);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    for (const { id } of graph.boxes) {
      expect(targets.filter((target) => target === id).length).toBeGreaterThanOrEqual(3);
      expect(ids).toContain(id);
    }
    expect(page.indexOf("what a person says")).toBeLessThan(page.indexOf("<svg"));
  });

  test("hostile names are texts, and no value of a resource stands on the page", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const estate = anyEstate([
      anyResource("google_cloud_run_v2_service", "a", { name: hostile, template: [{ secret: "hunter2-canary" }] }),
    ]);
    const stacks = [anyStack("plan", [anyChange("google_cloud_run_v2_service.a", "critical", "delete")])];
    const graph = graphOf({ estates: [estate], stacks });
    const page = await graphPage(graph, { title: hostile, sentence: hostile, lines: [hostile] });
    expect(page).not.toContain("<script");
    expect(page).not.toContain("hunter2-canary");
    expect(page).toContain("critical: delete");
    expect(page).toContain("Undo: redeploy");
  });
});
