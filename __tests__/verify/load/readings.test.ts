import { trial } from "../../fixture/trial";
import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import type { GoogleApi, Query } from "../../../verify/google-api";
import { exhaustedPools } from "../../../verify/load/exhaustion";
import { levelsOf } from "../../../verify/load/levels";
import { checkedGoogle } from "../../support/checked-google";
import { readMetrics, type Readings } from "../../../verify/load/readings";

const FROM = Date.parse("2026-01-01T12:00:00Z");
const TO = FROM + 600_000;

const api = (get: (query: Query) => JsonObject, post: () => JsonObject = () => ({})) => {
  const asked: { path: string; query?: Query; body?: JsonObject }[] = [];
  const google = checkedGoogle<GoogleApi>({
    get: async (_api, path, query = {}) => {
      asked.push({ path, query });
      return Promise.resolve(get(query));
    },
    post: async (_api, path, body) => {
      asked.push({ path, body });
      return Promise.resolve(post());
    },
  });
  return { google, asked };
};

const ALIGNED = {
  "interval.startTime": "2026-01-01T12:00:00.000Z",
  "interval.endTime": "2026-01-01T12:10:00.000Z",
  "aggregation.alignmentPeriod": "60s",
};

test("five questions to Monitoring, exactly", async () => {
  const { google, asked } = api(() => ({}));
  expect(await readMetrics(google, trial, FROM, TO)).toEqual({ readings: [], problems: [] });
  const run = (type: string): string =>
    `resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/${type}"`;
  const question = (filter: string, aligner: string, reducer: string, ...groupBy: string[]) => ({
    path: "v3/projects/example-trial/timeSeries",
    query: {
      filter,
      ...ALIGNED,
      "aggregation.perSeriesAligner": aligner,
      "aggregation.crossSeriesReducer": reducer,
      "aggregation.groupByFields": groupBy,
    },
  });
  const service = "resource.labels.service_name";
  expect(asked).toEqual([
    question(run("container/instance_count"), "ALIGN_MAX", "REDUCE_SUM", service),
    question(run("request_count"), "ALIGN_DELTA", "REDUCE_SUM", service, "metric.labels.response_code"),
    question(run("request_latencies"), "ALIGN_PERCENTILE_95", "REDUCE_MAX", service),
    question(
      'resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/postgresql/num_backends" AND ' +
        'resource.labels.database_id="example-trial:netra-trial-db"',
      "ALIGN_MAX",
      "REDUCE_SUM",
    ),
    question(
      'resource.type="redis_instance" AND metric.type="redis.googleapis.com/clients/connected" AND ' +
        'resource.labels.instance_id="projects/example-trial/locations/us-central1/instances/netra-trial-redis" AND metric.labels.role="primary"',
      "ALIGN_MAX",
      "REDUCE_SUM",
    ),
  ]);
});

test("points come oldest first, integers as text and percentiles as numbers, without what has no value", async () => {
  const point = (minute: number, value: JsonObject) => ({
    interval: { startTime: "2026-01-01T11:00:00Z", endTime: `2026-01-01T12:0${minute}:00Z` },
    value,
  });
  const { google } = api(({ filter }) => {
    if (!String(filter).includes("request")) return {};
    return {
      timeSeries: [
        {
          metric: { type: "some", labels: { response_code: "503" } },
          resource: { type: "cloud_run_revision", labels: { service_name: "frontend" } },
          points: [
            point(2, { int64Value: "3" }),
            point(1, { doubleValue: 1.5 }),
            point(0, {}),
            point(0, { doubleValue: "NaN" }),
          ],
        },
      ],
    };
  });
  const { readings } = await readMetrics(google, trial, FROM, TO);
  const points = [
    { at: FROM + 60_000, value: 1.5 },
    { at: FROM + 120_000, value: 3 },
  ];
  expect(readings).toEqual([
    { metric: "requests", service: "frontend", code: "503", points },
    { metric: "latency", service: "frontend", code: "503", points },
  ]);
});

test.each<[string, () => JsonObject, string]>([
  [
    "a refusal",
    () => {
      throw new GoogleApiError(403, "monitoring: no permission");
    },
    "monitoring: no permission",
  ],
  ["another form", () => ({ timeSeries: [{ points: "none" }] }), "an answer of another form"],
])("%s is a problem of every metric, and no error", async (_name, get, said) => {
  const { google } = api(get);
  const { readings, problems } = await readMetrics(google, trial, FROM, TO);
  expect(readings).toEqual([]);
  expect(problems).toHaveLength(5);
  expect(problems[0]).toBe(`run.googleapis.com/container/instance_count: ${said}`);
});

test("the log is asked for an exhausted pool's words; of entries only the number is taken", async () => {
  const { google, asked } = api(
    () => ({}),
    () => ({ entries: [{ textPayload: "a secret" }, {}] }),
  );
  expect(await exhaustedPools(google, "example-trial", FROM, TO)).toBe(2);
  expect(asked).toEqual([
    {
      path: "entries:list",
      body: {
        resourceNames: ["projects/example-trial"],
        filter:
          'resource.type=("cloud_run_revision" OR "cloudsql_database") AND timestamp>="2026-01-01T12:00:00.000Z" AND ' +
          'timestamp<="2026-01-01T12:10:00.000Z" AND ("remaining connection slots are reserved" OR ' +
          '"sorry, too many clients already" OR "QueuePool limit of size" OR "max number of clients reached" OR ' +
          '"Too many connections")',
        pageSize: 100,
      },
    },
  ]);
});

test("no entry, and no access to the log", async () => {
  const empty = api(() => ({}));
  expect(await exhaustedPools(empty.google, "example-trial", FROM, TO)).toBe(0);
  const refused = api(
    () => ({}),
    () => {
      throw new GoogleApiError(403, "logging ./entries:list: no permission");
    },
  );
  expect(await exhaustedPools(refused.google, "example-trial", FROM, TO)).toBe("logging ./entries:list: no permission");
});

describe("levels", () => {
  const second = (at: number): number => FROM + at * 1000;
  const readings = (...points: readonly (readonly [number, number])[]): Readings => ({
    readings: [{ metric: "clients", points: points.map(([at, value]) => ({ at: second(at), value })) }],
    problems: [],
  });
  const moments = {
    from: second(-300),
    started: second(0),
    ended: second(100),
    sampled: second(160),
    until: second(900),
  };

  test("before, under load with the sample that tells of its last minute, and after", () => {
    const { before, peak, after, backAfterSeconds } = levelsOf(
      readings([-400, 99], [-300, 3], [-10, 5], [50, 20], [160, 30], [161, 25], [300, 7], [360, 4], [420, 5]),
      moments,
      "clients",
    );
    expect([before, peak, after]).toEqual([5, 30, 5]);
    expect([5, 7, 4, 25].map((allowed) => backAfterSeconds(allowed))).toEqual([260, 200, undefined, 61]);
  });

  test("another metric and another service are not it", () => {
    const { before, peak, after } = levelsOf(readings([-10, 1]), moments, "clients", "frontend");
    expect([before, peak, after]).toEqual([undefined, undefined, undefined]);
    expect(levelsOf(readings([-10, 1]), moments, "connections").before).toBeUndefined();
  });
});
