import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad } = useSandbox("monitoring");

const DASHBOARDS = `/monitoring/v1/projects/${PROJECT}/dashboards`;
const tile = (more: object = {}): object => ({ width: 6, height: 4, widget: { title: "a", blank: {} }, ...more });
const mosaicBody = (tiles: readonly object[] = [tile()], columns = 12): Body => ({
  displayName: "trial",
  mosaicLayout: { columns, tiles },
});

test("one has a name with the project's number and an etag that guards it", async () => {
  const made = await good("POST", DASHBOARDS, mosaicBody());
  const { projectNumber } = await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`);
  expect(made).toEqual({
    ...mosaicBody(),
    name: expect.stringMatching(`^projects/${projectNumber}/dashboards/[0-9a-f-]{36}$`) as string,
    etag: expect.any(String) as string,
  });
  const path = `/monitoring/v1/${made.name}`;
  const changed = await good("PATCH", path, { ...mosaicBody([tile({ yPos: 4 })]), etag: made.etag });
  expect(changed).toMatchObject({ name: made.name, mosaicLayout: { tiles: [tile({ yPos: 4 })] } });
  expect(changed.etag).not.toBe(made.etag);
  expect(await bad("PATCH", path, { ...mosaicBody(), etag: made.etag })).toBe(
    "409 aborted: The etag provided in the request does not match the current etag of the resource",
  );
  expect((await good("GET", DASHBOARDS)).dashboards).toEqual([changed]);
  await good("DELETE", path);
  expect(await bad("GET", path)).toMatch(/^404 notFound: Dashboard /);
});

test("a name that is sent is kept, and taken once", async () => {
  const named = { ...mosaicBody(), name: `projects/${PROJECT}/dashboards/glance` };
  expect((await good("POST", DASHBOARDS, named)).name).toMatch(/\/dashboards\/glance$/);
  expect(await bad("POST", DASHBOARDS, named)).toMatch(/^409 alreadyExists: /);
});

test("zeros, false, empty texts and empty lists are gone from an answer; empty objects and labels stay", async () => {
  const sent = {
    ...mosaicBody([tile({ xPos: 0, yPos: 0, widget: { title: "", blank: {}, text: { content: "x", style: {} } } })]),
    dashboardFilters: [],
    labels: { trial: "" },
  };
  const made = await good("POST", DASHBOARDS, sent);
  expect(made.mosaicLayout.tiles).toEqual([
    { width: 6, height: 4, widget: { blank: {}, text: { content: "x", style: {} } } },
  ]);
  expect(made).not.toHaveProperty("dashboardFilters");
  expect(made.labels).toEqual({ trial: "" });
});

test.each<[string, Body, object]>([
  [
    "gridLayout",
    { gridLayout: { columns: 2, widgets: [{ title: "a" }] } },
    { columns: "2", widgets: [{ title: "a" }] },
  ],
  ["rowLayout", { rowLayout: { rows: [{ weight: 1 }, {}] } }, { rows: [{ weight: "1" }, {}] }],
  ["columnLayout", { columnLayout: { columns: [{ weight: "3" }] } }, { columns: [{ weight: "3" }] }],
])("long numbers of a %s are answered as texts", async (layout, sent, answered) => {
  expect((await good("POST", DASHBOARDS, { displayName: "a", ...sent }))[layout]).toEqual(answered);
});

const LAYOUTS = "gridLayout, mosaicLayout, rowLayout, columnLayout";
const outside = (found: string): string =>
  `Field dashboard.mosaicLayout.tiles[0]: within 12 columns, a width and a height of at least 1; found ${found}.`;
const chartTile = (xyChart: object): object => tile({ widget: { title: "a", xyChart } });

test.each<[string, Body, string]>([
  [
    "no name",
    { ...mosaicBody(), displayName: "" },
    'Field dashboard.displayName had an invalid value of "": must not be empty.',
  ],
  ["no layout", { displayName: "a" }, `Field dashboard.layout: exactly one of ${LAYOUTS} is needed, found 0.`],
  [
    "two layouts",
    { ...mosaicBody(), gridLayout: {} },
    `Field dashboard.layout: exactly one of ${LAYOUTS} is needed, found 2.`,
  ],
  ["too wide a grid", mosaicBody([tile()], 49), "Field dashboard.mosaicLayout.columns: 1 to 48; found 49."],
  ["no column", mosaicBody([tile()], 0), "Field dashboard.mosaicLayout.columns: 1 to 48; found 0."],
  ["beyond the right edge", mosaicBody([tile({ xPos: 7 })]), outside("columns 7 to 13, 4 high")],
  ["beyond the left edge", mosaicBody([tile({ xPos: -1 })]), outside("columns -1 to 5, 4 high")],
  ["no height", mosaicBody([tile({ height: 0 })]), outside("columns 0 to 6, 0 high")],
  [
    "one tile on another",
    mosaicBody([tile(), tile({ xPos: 5, yPos: 3 })]),
    "Field dashboard.mosaicLayout.tiles[1]: no two tiles on one another; found on tiles[0].",
  ],
  [
    "more tiles than a dashboard holds",
    mosaicBody(Array.from({ length: 101 }, (_, index) => tile({ yPos: 4 * index }))),
    "Field dashboard.mosaicLayout.tiles: at most 100; found 101 tiles.",
  ],
  [
    "a name that cannot be",
    { ...mosaicBody(), name: `projects/${PROJECT}/dashboards/a b` },
    'Field dashboard.name had an invalid value of "a b".',
  ],
  [
    "an unknown member",
    mosaicBody([tile({ legacyRows: 1 })]),
    `Invalid JSON payload received. Unknown name "legacyRows" at 'dashboard.mosaic_layout.tiles[0]': Cannot find field.`,
  ],
  [
    "an unknown word",
    mosaicBody([chartTile({ dataSets: [{ plotType: "LINES", timeSeriesQuery: {} }] })]),
    `Invalid value at 'dashboard.mosaic_layout.tiles[0].widget.xy_chart.data_sets[0].plot_type' (TYPE_ENUM), "LINES"`,
  ],
  [
    "another type",
    mosaicBody([chartTile({ dataSets: {} })]),
    "Invalid value at 'dashboard.mosaic_layout.tiles[0].widget.xy_chart.data_sets' (TYPE_LIST), {}",
  ],
])("%s is refused", async (_, body, message) => {
  expect(await bad("POST", DASHBOARDS, body)).toBe(`400 invalid: ${message}`);
});

test("members lie within their group, and those of a group that shows one at a time on one another", async () => {
  const collapsible = tile({ width: 12, height: 8, widget: { title: "g", collapsibleGroup: {} } });
  const oneAtATime = tile({ yPos: 8, widget: { title: "s", singleViewGroup: {} } });
  await good("POST", DASHBOARDS, mosaicBody([collapsible, tile(), tile({ xPos: 6, yPos: 4 })]));
  await good("POST", DASHBOARDS, mosaicBody([oneAtATime, tile({ yPos: 8 }), tile({ yPos: 8 })]));
  expect(await bad("POST", DASHBOARDS, mosaicBody([collapsible, tile({ yPos: 6 })]))).toContain("found on tiles[0]");
});

test("what Google's console writes and its document has not is taken", async () => {
  await good("POST", DASHBOARDS, mosaicBody([chartTile({ chartOptions: { showLegend: true }, dataSets: [] })]));
});
