import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, send, admin } = useSandbox("monitoring", "logging");

const INSTANCES = "run.googleapis.com/container/instance_count";
const COUNT = "run.googleapis.com/request_count";
const LATENCY = "run.googleapis.com/request_latencies";
const QUERIES = "cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies";

const MINUTE = 60;
const timeAt = (second: number): string => new Date(Date.UTC(2026, 5, 1) + second * 1000).toISOString();

type Labels = Readonly<Record<string, string>>;

/** A series of Cloud Run; each point is its end in seconds and its value, over as many seconds as said. */
const ofRun = (
  type: string,
  labels: Labels,
  revision: Labels,
  overSeconds: number,
  ...points: readonly (readonly [second: number, value: object])[]
): Body => ({
  metric: { type, labels },
  resource: { type: "cloud_run_revision", labels: revision },
  points: points.map(([second, value]) => ({
    interval: { startTime: timeAt(second - overSeconds), endTime: timeAt(second) },
    value,
  })),
});
const int = (value: number): object => ({ int64Value: String(value) });

const seed = async (...timeSeries: readonly Body[]): Promise<void> => {
  const { status, text } = await admin("POST", "time-series", { project: PROJECT, timeSeries });
  if (status !== 200) throw new Error(text);
};

interface Asked {
  readonly type: string;
  readonly aligner: string;
  readonly reducer?: string;
  readonly groupBy?: readonly string[];
  readonly period?: string;
  readonly end?: number;
}

const pathOf = ({ type, aligner, reducer, groupBy = [], period = "60s", end = 600 }: Asked): string => {
  const query = new URLSearchParams({
    filter: `metric.type="${type}"`,
    "interval.startTime": timeAt(0),
    "interval.endTime": timeAt(end),
    "aggregation.alignmentPeriod": period,
    "aggregation.perSeriesAligner": aligner,
    ...(reducer !== undefined && { "aggregation.crossSeriesReducer": reducer }),
  });
  for (const field of groupBy) query.append("aggregation.groupByFields", field);
  return `/monitoring/v3/projects/${PROJECT}/timeSeries?${query.toString()}`;
};
const ask = async (asked: Asked): Promise<readonly Body[]> =>
  ((await good("GET", pathOf(asked))) as { timeSeries?: readonly Body[] }).timeSeries ?? [];

const gauge = (second: number, value: object): object => ({
  interval: { startTime: timeAt(second), endTime: timeAt(second) },
  value,
});

test("instances of a service are the sum over revisions and states, in periods that end with the interval", async () => {
  await seed(
    ofRun(
      INSTANCES,
      { state: "active" },
      { service_name: "web", revision_name: "web-1" },
      0,
      [90, int(2)],
      [150, int(3)],
    ),
    ofRun(INSTANCES, { state: "idle" }, { service_name: "web", revision_name: "web-1" }, 0, [90, int(1)]),
    ofRun(INSTANCES, { state: "active" }, { service_name: "web", revision_name: "web-2" }, 0, [100, int(4)]),
    ofRun(INSTANCES, { state: "active" }, { service_name: "auth", revision_name: "auth-1" }, 0, [90, int(5)]),
  );
  const groupBy = ["resource.labels.service_name"];
  const found = await ask({ type: INSTANCES, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM", groupBy, end: 605 });
  const web = {
    metric: { type: INSTANCES },
    resource: { type: "cloud_run_revision", labels: { project_id: PROJECT, service_name: "web" } },
    metricKind: "GAUGE",
    valueType: "INT64",
    // Newest first.
    points: [gauge(185, int(3)), gauge(125, int(7))],
  };
  expect(found).toHaveLength(2);
  expect(found).toContainEqual(web);
  expect(await ask({ type: INSTANCES, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM" })).toEqual([
    expect.objectContaining({ resource: { type: "cloud_run_revision", labels: { project_id: PROJECT } } }),
  ]);
});

test("counts are added up; a change keeps its interval, and its labels where they are asked for", async () => {
  const revision = { service_name: "web", revision_name: "web-1" };
  await seed(
    ofRun(COUNT, { response_code: "503", response_code_class: "5xx" }, revision, MINUTE, [60, int(1)], [120, int(2)]),
    ofRun(COUNT, { response_code: "503", response_code_class: "5xx" }, { ...revision, revision_name: "2" }, MINUTE, [
      120,
      int(5),
    ]),
  );
  const groupBy = ["resource.labels.service_name", "metric.labels.response_code"];
  expect(await ask({ type: COUNT, aligner: "ALIGN_DELTA", reducer: "REDUCE_SUM", groupBy })).toEqual([
    {
      metric: { type: COUNT, labels: { response_code: "503" } },
      resource: { type: "cloud_run_revision", labels: { project_id: PROJECT, service_name: "web" } },
      metricKind: "DELTA",
      valueType: "INT64",
      points: [
        { interval: { startTime: timeAt(60), endTime: timeAt(120) }, value: int(7) },
        { interval: { startTime: timeAt(0), endTime: timeAt(60) }, value: int(1) },
      ],
    },
  ]);
  const hour = await ask({ type: COUNT, aligner: "ALIGN_DELTA", period: "3600s" });
  expect(hour.map(({ points }) => points as unknown)).toEqual(
    expect.arrayContaining([[{ interval: { startTime: timeAt(-3000), endTime: timeAt(600) }, value: int(3) }]]),
  );
});

/** A distribution of Google's; empty buckets at the end are left out. */
const distribution = (bucketCounts: readonly number[], bucketOptions: object): object => ({
  distributionValue: {
    count: String(bucketCounts.reduce((sum, each) => sum + each, 0)),
    mean: 10,
    bucketOptions,
    bucketCounts: bucketCounts.map(String),
  },
});

test.each<[string, readonly number[], object, unknown]>([
  ["explicit buckets", [0, 95, 5], { explicitBuckets: { bounds: [0, 100, 200] } }, 100],
  ["half of a bucket", [0, 90, 10], { explicitBuckets: { bounds: [0, 100, 200] } }, 150],
  ["linear buckets", [0, 0, 100], { linearBuckets: { numFiniteBuckets: 3, width: 10, offset: 0 } }, 19.5],
  [
    "exponential buckets",
    [0, 0, 0, 100],
    { exponentialBuckets: { numFiniteBuckets: 4, growthFactor: 2, scale: 1 } },
    7.8,
  ],
  ["the endless first bucket", [7], { explicitBuckets: { bounds: [25, 100] } }, 25],
  ["the endless last bucket", [0, 0, 7], { explicitBuckets: { bounds: [25, 100] } }, 100],
  ["no request", [], { explicitBuckets: { bounds: [25, 100] } }, "NaN"],
])("a 95th percentile of %s", async (_name, counts, options, doubleValue) => {
  await seed(ofRun(LATENCY, {}, { service_name: "web" }, MINUTE, [60, distribution(counts, options)]));
  expect(await ask({ type: LATENCY, aligner: "ALIGN_PERCENTILE_95", reducer: "REDUCE_MAX" })).toEqual([
    {
      metric: { type: LATENCY },
      resource: { type: "cloud_run_revision", labels: { project_id: PROJECT } },
      metricKind: "GAUGE",
      valueType: "DOUBLE",
      points: [gauge(60, { doubleValue })],
    },
  ]);
});

test("what a sum of distributions grew by has its own mean and squares, and a restart counts from nothing", async () => {
  const bucketOptions = { explicitBuckets: { bounds: [0, 10] } };
  /** Of 1, 2, 3 and then 5, 7: mean and squared deviation are reckoned by hand. */
  const totals = [
    { count: "3", mean: 2, sumOfSquaredDeviation: 2, bucketOptions, bucketCounts: ["0", "3"] },
    { count: "5", mean: 3.6, sumOfSquaredDeviation: 23.2, bucketOptions, bucketCounts: ["0", "5"] },
  ];
  const since = (start: number, end: number, value: object): Body => ({
    interval: { startTime: timeAt(start), endTime: timeAt(end) },
    value: { distributionValue: value },
  });
  await seed({
    metric: { type: QUERIES, labels: { user: "a" } },
    resource: { type: "cloudsql_instance_database", labels: { resource_id: "p:i" } },
    points: [since(0, 60, totals[0]!), since(0, 120, totals[1]!), since(130, 180, totals[0]!)],
  });
  const [series] = await ask({ type: QUERIES, aligner: "ALIGN_DELTA" });
  const values = (series as { points: { value: { distributionValue: Body } }[] }).points.map(
    ({ value }) => value.distributionValue,
  );
  expect(series).toMatchObject({ metricKind: "DELTA", valueType: "DISTRIBUTION" });
  expect(values[0]).toMatchObject(totals[0]!);
  expect(values[1]).toMatchObject({ count: "2", bucketCounts: ["0", "2"] });
  expect(values[1].mean).toBeCloseTo(6);
  expect(values[1].sumOfSquaredDeviation).toBeCloseTo(2);
  const both = await ask({ type: QUERIES, aligner: "ALIGN_DELTA", period: "600s" });
  expect((both[0] as { points: { value: object }[] }).points[0]!.value).toMatchObject({
    distributionValue: { count: "8", bucketCounts: ["0", "8"] },
  });
});

test.each<[Partial<Asked>, string]>([
  [{ aligner: "ALIGN_X" }, `400 invalid: Invalid value at 'aggregation.per_series_aligner' (TYPE_ENUM), "ALIGN_X"`],
  [
    { aligner: "ALIGN_PERCENTILE_95" },
    '400 invalid: Field aggregation.perSeriesAligner had an invalid value of "ALIGN_PERCENTILE_95": The aligner cannot be applied to metrics with kind GAUGE and value type INT64.',
  ],
  [
    { period: "59s" },
    '400 invalid: Field aggregation.alignment_period had an invalid value of "59s": must be between 60s and 62899200s.',
  ],
  [
    { groupBy: ["resource.labels.service_name"] },
    "400 invalid: An aggregation cannot have group-by fields without a reducer.",
  ],
  [
    { aligner: "ALIGN_NONE", reducer: "REDUCE_SUM" },
    "400 invalid: Field aggregation.perSeriesAligner must be given where series are reduced.",
  ],
])("%j is refused", async (more, said) => {
  expect(await bad("GET", pathOf({ type: INSTANCES, aligner: "ALIGN_MAX", ...more }))).toBe(said);
});

test("what is not carried out is not answered", async () => {
  const { status } = await send("GET", pathOf({ type: INSTANCES, aligner: "ALIGN_STDDEV" }));
  expect(status).toBe(501);
});

test.each<[string, Body, string]>([
  [
    "a number of another type",
    ofRun(INSTANCES, {}, {}, 0, [60, { doubleValue: 1 }]),
    `timeSeries.0.points.0.value: ${INSTANCES} is INT64, found DOUBLE`,
  ],
  [
    "a gauge over a minute",
    ofRun(INSTANCES, {}, {}, MINUTE, [60, int(1)]),
    `timeSeries.0.points.0.interval: ${INSTANCES} is GAUGE, which needs no startTime, or endTime's`,
  ],
  [
    "a change of no time",
    ofRun(COUNT, {}, {}, 0, [60, int(1)]),
    `timeSeries.0.points.0.interval: ${COUNT} is DELTA, which needs a startTime before its endTime`,
  ],
])("%s cannot be seeded, because Google could not answer it", async (_name, series, said) => {
  const { status, body } = await admin("POST", "time-series", { project: PROJECT, timeSeries: [series] });
  expect([status, (body as { error: { message: string } }).error.message]).toEqual([400, said]);
});
