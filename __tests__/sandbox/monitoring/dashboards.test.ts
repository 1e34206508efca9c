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
const outsideRefusal = (columns = 12): string =>
  `dashboard.mosaicLayout.tiles[0]: must lie within ${columns} columns, with a width and a height of at least 1.`;

test.each<[Body, string]>([
  [{ ...mosaicBody(), displayName: "" }, 'dashboard.displayName had an invalid value of "": must not be empty.'],
  [{ displayName: "a" }, `dashboard.layout: exactly one of ${LAYOUTS} is needed, found 0.`],
  [{ ...mosaicBody(), gridLayout: {} }, `dashboard.layout: exactly one of ${LAYOUTS} is needed, found 2.`],
  [mosaicBody([tile()], 49), "dashboard.mosaicLayout.columns: must be 1 to 48, found 49."],
  [mosaicBody([tile()], 0), "dashboard.mosaicLayout.columns: must be 1 to 48, found 0."],
  [mosaicBody([tile({ xPos: 7 })]), outsideRefusal()],
  [mosaicBody([tile({ xPos: -1 })]), outsideRefusal()],
  [mosaicBody([tile({ height: 0 })]), outsideRefusal()],
  [{ ...mosaicBody(), name: `projects/${PROJECT}/dashboards/a b` }, 'dashboard.name had an invalid value of "a b".'],
])("%j is refused", async (body, message) => {
  expect(await bad("POST", DASHBOARDS, body)).toBe(`400 invalid: Field ${message}`);
});
