import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, admin, send } = useSandbox("monitoring", "logging");

const ROOT = `/monitoring/v3/projects/${PROJECT}`;
const DESCRIPTORS = `${ROOT}/metricDescriptors`;
const SERIES = `${ROOT}/timeSeries`;
const OWN = "custom.googleapis.com/netra/verify/echo_seconds";
const COUNT = "run.googleapis.com/request_count";

const descriptorBody = (more: object = {}): Body => ({ type: OWN, metricKind: "GAUGE", valueType: "DOUBLE", ...more });
const timeAt = (second: number): string => new Date(Date.UTC(2026, 5, 1) + second * 1000).toISOString();
const point = (second: number, value: object = { doubleValue: 1.5 }): object => ({
  interval: { endTime: timeAt(second) },
  value,
});
/** A change over the minute that ends then. */
const change = (second: number, value: object): object => ({
  interval: { startTime: timeAt(second - 60), endTime: timeAt(second) },
  value,
});
const seriesBody = (points: readonly object[] = [point(0)], more: object = {}): Body => ({
  metric: { type: OWN, labels: { endpoint: "a" } },
  resource: { type: "global", labels: {} },
  points,
  ...more,
});
const writeSeries = (...timeSeries: readonly Body[]): Promise<Body> => good("POST", SERIES, { timeSeries });
const seriesRefusal = (...timeSeries: readonly Body[]): Promise<string> => bad("POST", SERIES, { timeSeries });

const queryPath = (filter: string, more: Record<string, string> = {}): string =>
  `${SERIES}?${new URLSearchParams({ filter, "interval.startTime": timeAt(-1), "interval.endTime": timeAt(3600), ...more }).toString()}`;
const typeFilter = (type: string): string => `metric.type="${type}"`;

describe("descriptors", () => {
  test("one is read by its type, whose slashes stand bare, and is made again to change it", async () => {
    const labels = [
      { key: "endpoint", valueType: "STRING", description: "host" },
      { key: "code", valueType: "INT64" },
    ];
    const made = await good("POST", DESCRIPTORS, descriptorBody({ labels, unit: "s" }));
    expect(made).toEqual({
      ...descriptorBody({ unit: "s" }),
      name: `projects/${PROJECT}/metricDescriptors/${OWN}`,
      labels: [{ key: "endpoint", description: "host" }, labels[1]],
      monitoredResourceTypes: ["generic_node", "generic_task", "global"],
    });
    expect(await good("GET", `${DESCRIPTORS}/${OWN}`)).toEqual(made);
    expect(await good("GET", `${DESCRIPTORS}/${encodeURIComponent(OWN)}`)).toEqual(made);
    const list = (filter: string): string => `${DESCRIPTORS}?filter=${encodeURIComponent(filter)}`;
    for (const filter of ['metric.type = starts_with("custom.googleapis.com/")', `metric.type = "${OWN}"`])
      expect((await good("GET", list(filter))).metricDescriptors).toEqual([made]);
    for (const filter of ["", 'metric.type = starts_with("run.googleapis.com/")'])
      expect(await bad("GET", list(filter))).toMatch(/^501 notImplemented: The sandbox lists metrics that users write/);
    expect(await good("POST", DESCRIPTORS, descriptorBody({ unit: "ms" }))).toMatchObject({ unit: "ms" });
  });

  test("its values go with it", async () => {
    await writeSeries(seriesBody());
    await good("DELETE", `${DESCRIPTORS}/${OWN}`);
    expect(await bad("GET", `${DESCRIPTORS}/${OWN}`)).toBe(
      `404 notFound: Could not find descriptor for metric '${OWN}'.`,
    );
    await good("POST", DESCRIPTORS, descriptorBody());
    expect(await good("GET", queryPath(typeFilter(OWN)))).toEqual({});
  });

  test("a resource has a type, and a point an end", async () => {
    expect(await seriesRefusal(seriesBody([point(0)], { resource: {} }))).toBe(
      "400 invalid: time_series[0].resource.labels: required, not found.\ntime_series[0].resource.type: required, not found.",
    );
    expect(await seriesRefusal(seriesBody([{ interval: {}, value: { doubleValue: 1 } }]))).toBe(
      "400 invalid: time_series[0].points[0].interval.end_time: required, not found.",
    );
  });

  test("one of Google's own, or of the log, is read and not deleted", async () => {
    expect(await good("GET", `${DESCRIPTORS}/${COUNT}`)).toEqual({
      name: `projects/${PROJECT}/metricDescriptors/${COUNT}`,
      type: COUNT,
      metricKind: "DELTA",
      valueType: "INT64",
    });
    await good("POST", `/logging/v2/projects/${PROJECT}/metrics`, { name: "a/b", filter: "x" });
    expect(await good("GET", `${DESCRIPTORS}/logging.googleapis.com/user/a/b`)).toMatchObject({ valueType: "INT64" });
    expect(await bad("DELETE", `${DESCRIPTORS}/${COUNT}`)).toMatch(/^404 /);
  });

  test.each<[object, string]>([
    [
      { type: COUNT },
      `.type had an invalid value of "${COUNT}": must be custom.googleapis.com/ and a path of letters, digits, _, . and -.`,
    ],
    [
      { type: "custom.googleapis.com/a b" },
      '.type had an invalid value of "custom.googleapis.com/a b": must be custom.googleapis.com/ and a path of letters, digits, _, . and -.',
    ],
    [
      { metricKind: "METRIC_KIND_UNSPECIFIED" },
      ": kind METRIC_KIND_UNSPECIFIED and value type DOUBLE are not supported together.",
    ],
    [
      { metricKind: "CUMULATIVE", valueType: "BOOL" },
      ": kind CUMULATIVE and value type BOOL are not supported together.",
    ],
    [{ labels: [{ key: "a" }, { key: "a" }] }, '.labels.key had an invalid value of "a".'],
    [{ labels: [{ key: "a-b" }] }, '.labels.key had an invalid value of "a-b".'],
  ])("%j is refused", async (more, message) => {
    expect(await bad("POST", DESCRIPTORS, descriptorBody(more))).toBe(`400 invalid: Field metric_descriptor${message}`);
  });

  test("its kind and its values stay what they are", async () => {
    await good("POST", DESCRIPTORS, descriptorBody());
    expect(await bad("POST", DESCRIPTORS, descriptorBody({ valueType: "BOOL" }))).toBe(
      "400 invalid: Field metric_descriptor: the metric is there with kind GAUGE and value type DOUBLE; delete it first.",
    );
  });
});

describe("values that are written", () => {
  test.each([
    ["BOOL", { boolValue: true }],
    ["INT64", { int64Value: "7" }],
    ["DOUBLE", { doubleValue: 0.5 }],
    ["DISTRIBUTION", { distributionValue: { count: "1", mean: 2 } }],
  ])("a %s describes a metric that nobody described, and is read again", async (valueType, value) => {
    await writeSeries(seriesBody([point(5, value)]));
    expect(await good("GET", `${DESCRIPTORS}/${OWN}`)).toMatchObject({
      metricKind: "GAUGE",
      valueType,
      labels: [{ key: "endpoint" }],
    });
    expect(await good("GET", queryPath(typeFilter(OWN)))).toEqual({
      timeSeries: [
        {
          metric: { type: OWN, labels: { endpoint: "a" } },
          resource: { type: "global", labels: { project_id: PROJECT } },
          metricKind: "GAUGE",
          valueType,
          points: [{ interval: { startTime: timeAt(5), endTime: timeAt(5) }, value }],
        },
      ],
    });
  });

  test("points of a series stand newest first; other labels are another series", async () => {
    await writeSeries(
      seriesBody([point(0)]),
      seriesBody([point(0)], { metric: { type: OWN, labels: { endpoint: "b" } } }),
    );
    await writeSeries(seriesBody([point(60)]));
    const { timeSeries } = await good("GET", queryPath(typeFilter(OWN)));
    const ends = (timeSeries as { points: { interval: { endTime: string } }[] }[]).map(({ points }) =>
      points.map(({ interval }) => interval.endTime),
    );
    expect([...ends].sort((a, b) => b.length - a.length)).toEqual([[timeAt(60), timeAt(0)], [timeAt(0)]]);
  });

  const fieldRefusal = (text: string): string =>
    `400 invalid: One or more TimeSeries could not be written: Field timeSeries[0]${text}: timeSeries[0]`;
  test.each<[Body, string]>([
    [
      seriesBody([point(0)], { metric: { type: COUNT } }),
      `.metric.type had an invalid value: "${COUNT}" is not a metric that its users may write; custom.googleapis.com/ is`,
    ],
    [seriesBody([]), ".points had an invalid value: exactly one point is needed, found 0"],
    [seriesBody([point(0), point(60)]), ".points had an invalid value: exactly one point is needed, found 2"],
    [seriesBody([point(0, {})]), ".points[0].value had an invalid value: exactly one value is needed"],
    [
      seriesBody([point(0, { boolValue: true, doubleValue: 1 })]),
      ".points[0].value had an invalid value: exactly one value is needed",
    ],
    [
      seriesBody([point(0, { boolValue: true })]),
      `.points[0].value had an invalid value: Value type for metric ${OWN} must be DOUBLE, but is BOOL.`,
    ],
    [
      seriesBody([{ interval: { startTime: timeAt(0), endTime: timeAt(1) }, value: { doubleValue: 1 } }]),
      ".points[0].interval.start_time had an invalid value: must be the end time, or absent, for a GAUGE",
    ],
  ])("%j is refused", async (body, text) => {
    await good("POST", DESCRIPTORS, descriptorBody());
    expect(await seriesRefusal(body)).toBe(fieldRefusal(text));
    expect(await good("GET", queryPath(typeFilter(OWN)))).toEqual({});
  });

  test("a cumulative metric needs a beginning", async () => {
    await good("POST", DESCRIPTORS, descriptorBody({ metricKind: "CUMULATIVE" }));
    expect(await seriesRefusal(seriesBody())).toBe(
      fieldRefusal(".points[0].interval.start_time had an invalid value: must be before the end time for CUMULATIVE"),
    );
    await writeSeries(
      seriesBody([{ interval: { startTime: timeAt(0), endTime: timeAt(1) }, value: { doubleValue: 1 } }]),
    );
  });

  test("one bad series keeps all of a call from being written", async () => {
    expect(await seriesRefusal(seriesBody(), seriesBody([point(1)]))).toBe(
      "400 invalid: One or more TimeSeries could not be written: Field timeSeries[1] had an invalid value: Duplicate TimeSeries encountered. Only one point can be written per TimeSeries per request.: timeSeries[1]",
    );
    expect(await bad("GET", queryPath(typeFilter(OWN)))).toMatch(/^404 notFound: Cannot find metric\(s\)/);
    expect(await bad("POST", SERIES, { timeSeries: [] })).toBe(
      "400 invalid: Field timeSeries had an invalid value: between 1 and 200 series, found 0.",
    );
  });

  test("points come in order, and not more often than every five seconds", async () => {
    await writeSeries(seriesBody([point(10)]));
    const often =
      "400 invalid: One or more TimeSeries could not be written: One or more points were written more frequently than the maximum sampling period configured for the metric.: timeSeries[0]";
    const late =
      "400 invalid: One or more TimeSeries could not be written: Points must be written in order. One or more of the points specified had an older end time than the most recent point.: timeSeries[0]";
    expect(await seriesRefusal(seriesBody([point(14)]))).toBe(often);
    expect(await seriesRefusal(seriesBody([point(10)]))).toBe(late);
    expect(await seriesRefusal(seriesBody([point(9)]))).toBe(late);
    await writeSeries(seriesBody([point(15)]));
  });
});

describe("values that are read", () => {
  const platformSeries = (service: string, code: string, seconds: readonly number[]): Body => ({
    metric: { type: COUNT, labels: { response_code: code } },
    resource: { type: "cloud_run_revision", labels: { service_name: service } },
    metricKind: "DELTA",
    valueType: "INT64",
    points: seconds.map((second) => change(second, { int64Value: String(second) })),
  });
  const seedSeries = (...timeSeries: readonly Body[]): Promise<{ status: number; text: string }> =>
    admin("POST", "time-series", { project: PROJECT, timeSeries });

  beforeEach(async () => {
    expect(
      (
        await seedSeries(
          platformSeries("web", "200", [60, 120]),
          platformSeries("web", "503", [60]),
          platformSeries("auth", "200", [60]),
        )
      ).status,
    ).toBe(200);
  });

  const readValues = async (filter: string, more: Record<string, string> = {}): Promise<readonly string[]> => {
    const { timeSeries = [] } = await good("GET", queryPath(filter, more));
    const found = timeSeries as {
      metric: { labels: Record<string, string> };
      resource: { labels: Record<string, string> };
      points: { value: { int64Value: string } }[];
    }[];
    return found
      .map(
        ({ metric, resource, points }) =>
          `${resource.labels.service_name} ${metric.labels.response_code}: ${points.map(({ value }) => value.int64Value).join(" ")}`,
      )
      .sort();
  };

  test.each([
    [typeFilter(COUNT), ["auth 200: 60", "web 200: 120 60", "web 503: 60"]],
    [`${typeFilter(COUNT)} AND resource.labels.service_name="web"`, ["web 200: 120 60", "web 503: 60"]],
    [`resource.type = "cloud_run_revision" ${typeFilter(COUNT)} metric.label.response_code=503`, ["web 503: 60"]],
    [`${typeFilter(COUNT)} AND resource.type="global"`, []],
    [typeFilter("run.googleapis.com/job/running_executions"), []],
  ])("%s", async (filter, found) => {
    expect(await readValues(filter)).toEqual(found);
  });

  test("an interval is open at its start and closed at its end", async () => {
    const web = `${typeFilter(COUNT)} AND resource.labels.service_name="web" AND metric.labels.response_code="200"`;
    const between = (start: number, end: number): Promise<readonly string[]> =>
      readValues(web, { "interval.startTime": timeAt(start), "interval.endTime": timeAt(end) });
    expect(await between(60, 120)).toEqual(["web 200: 120"]);
    expect(await between(59, 119)).toEqual(["web 200: 60"]);
    expect(await between(120, 180)).toEqual([]);
  });

  test("pages follow each other", async () => {
    const first = await good("GET", queryPath(typeFilter(COUNT), { pageSize: "2" }));
    expect(first.timeSeries).toHaveLength(2);
    const second = await good(
      "GET",
      queryPath(typeFilter(COUNT), { pageSize: "2", pageToken: first.nextPageToken as string }),
    );
    expect([second.timeSeries.length, second.nextPageToken]).toEqual([1, undefined]);
  });

  test.each([
    [`${typeFilter(COUNT)} OR resource.type="a"`, 501],
    [`${typeFilter(COUNT)} AND metric.labels.code != "1"`, 501],
    [`${typeFilter(COUNT)} AND metric.labels.code = one_of("1", "2")`, 501],
    [`${typeFilter(COUNT)} AND metadata.user_labels.a = "1"`, 501],
    ["", 400],
    [`${typeFilter(COUNT)} ${typeFilter(COUNT)}`, 400],
  ])("the filter %s is answered %d", async (filter, status) => {
    expect((await send("GET", queryPath(filter))).status).toBe(status);
  });

  test.each([
    { "interval.endTime": "" },
    { "interval.startTime": timeAt(10), "interval.endTime": timeAt(5) },
    { pageToken: "x" },
    { pageSize: "-1" },
  ])("%j is refused", async (more) => {
    expect((await send("GET", queryPath(typeFilter(COUNT), more as Record<string, string>))).status).toBe(400);
  });

  test.each([
    [{}, "project: Invalid input: expected string, received undefined"],
    [{ project: PROJECT, timeSeries: [] }, "timeSeries: Too small: expected array to have >=1 items"],
    [
      {
        project: PROJECT,
        timeSeries: [{ ...platformSeries("a", "1", []), points: [{ interval: { endTime: "now" }, value: {} }] }],
      },
      "timeSeries.0.points.0.interval.endTime: Invalid ISO datetime",
    ],
  ])("seeding %j is refused", async (body, message) => {
    const { status, body: answer } = await admin("POST", "time-series", body);
    expect([status, answer.error.message]).toEqual([400, message]);
  });
});
