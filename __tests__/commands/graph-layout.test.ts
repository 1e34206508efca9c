import { graphOf } from "../../review/graph/graph";
import { layoutOf, type Place, type PlacedLink } from "../../review/graph/layout";
import { graphPage } from "../../review/graph/page";
import { anyChange, anyEstate, anyResource, anyStack } from "../support/any-estate";
import { estateOf } from "../support/synthesized";

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
