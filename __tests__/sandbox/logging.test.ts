import { PROJECT, useSandbox, type Body } from "../support/sandbox";

const { good, bad, send, admin } = useSandbox("logging");

const METRICS = `/logging/v2/projects/${PROJECT}/metrics`;
const ENTRIES = "/logging/v2/entries:list";
const any = expect.any(String) as string;

describe("metrics of the log", () => {
  const LABELLED = {
    name: "websocket/closes",
    filter: "textPayload:1011",
    metricDescriptor: {
      metricKind: "DELTA",
      valueType: "INT64",
      labels: [
        { key: "service", valueType: "STRING" },
        { key: "code", valueType: "INT64" },
      ],
    },
    labelExtractors: { service: "EXTRACT(a)", code: "EXTRACT(b)" },
  };

  test("one counts lines where nothing else is said", async () => {
    const made = await good("POST", METRICS, { name: "plain", filter: "severity>=ERROR" });
    const type = "logging.googleapis.com/user/plain";
    expect(made).toEqual({
      name: "plain",
      filter: "severity>=ERROR",
      resourceName: `projects/${PROJECT}/metrics/plain`,
      createTime: any,
      updateTime: any,
      metricDescriptor: {
        name: `projects/${PROJECT}/metricDescriptors/${type}`,
        type,
        metricKind: "DELTA",
        valueType: "INT64",
        unit: "1",
      },
    });
    expect((await good("GET", METRICS)).metrics).toEqual([made]);
    expect(await bad("POST", METRICS, made)).toMatch(/^409 alreadyExists: /);
  });

  test("a name with slashes is encoded in the path, and another one than its encoding", async () => {
    await good("POST", METRICS, LABELLED);
    const path = `${METRICS}/websocket%2Fcloses`;
    expect(await good("GET", path)).toMatchObject({
      name: "websocket/closes",
      metricDescriptor: {
        type: "logging.googleapis.com/user/websocket/closes",
        labels: [{ key: "service" }, { key: "code", valueType: "INT64" }],
      },
    });
    const { createTime } = await good("GET", path);
    const changed = await good("PUT", path, { ...LABELLED, filter: "other", description: "d" });
    expect(changed).toMatchObject({ filter: "other", description: "d", createTime });
    await good("PUT", path, LABELLED);
    expect(await good("GET", path)).not.toHaveProperty("description");
    await good("DELETE", path);
    expect((await send("GET", path)).status).toBe(404);
    expect((await send("GET", `${METRICS}/websocket/closes`)).status).toBe(501);
  });

  test.each<[object, string]>([
    [{ name: "x".repeat(101) }, `Metric name "${"x".repeat(101)}": at most 100 characters, without a slash in front.`],
    [{ name: "/x" }, 'Metric name "/x": at most 100 characters, without a slash in front.'],
    [{ name: "" }, 'Metric: name must be a name, found ""'],
    [{ filter: " " }, "Metric filter must not be empty."],
    [
      { labelExtractors: { service: "EXTRACT(a)" } },
      "Number of label descriptors must match number of label extractors",
    ],
    [{ labelExtractors: { service: "EXTRACT(a)", other: "EXTRACT(b)" } }, 'Label "code" has no extractor.'],
    [
      { metricDescriptor: { metricKind: "GAUGE" }, labelExtractors: {} },
      "Metric kind GAUGE and value type INT64: a metric of the log is DELTA, and INT64 or DISTRIBUTION.",
    ],
    [
      { metricDescriptor: { valueType: "DISTRIBUTION" }, labelExtractors: {} },
      "A value extractor is needed for value type DISTRIBUTION, and only for it.",
    ],
    [{ valueExtractor: "EXTRACT(a)" }, "A value extractor is needed for value type DISTRIBUTION, and only for it."],
  ])("%j is refused", async (more, message) => {
    expect(await bad("POST", METRICS, { ...LABELLED, ...more })).toBe(`400 invalid: ${message}`);
  });

  test("a distribution has its extractor and its buckets", async () => {
    const sent = {
      name: "latency",
      filter: "a",
      valueExtractor: "EXTRACT(jsonPayload.ms)",
      metricDescriptor: { metricKind: "DELTA", valueType: "DISTRIBUTION", unit: "ms" },
      bucketOptions: { explicitBuckets: { bounds: [1, 2] } },
    };
    expect(await good("POST", METRICS, sent)).toMatchObject(sent);
  });
});

describe("entries", () => {
  const entry = (second: number, severity: string, more: object = {}): Body => ({
    timestamp: new Date(Date.UTC(2026, 5, 1) + second * 1000).toISOString(),
    severity,
    resource: { type: "cloud_run_job", labels: { job_name: "e2e" } },
    textPayload: `line ${second}`,
    ...more,
  });
  beforeEach(async () => {
    const entries = [
      entry(2, "ERROR", { jsonPayload: { attempt: 3, route: "/Ws" } }),
      entry(1, "INFO"),
      entry(3, "WARNING", { resource: { type: "global" } }),
    ];
    expect((await admin("POST", "log-entries", { project: PROJECT, entries })).status).toBe(200);
  });

  const readMessages = async (body: object): Promise<readonly string[]> => {
    const { entries = [] } = await good("POST", ENTRIES, { resourceNames: [`projects/${PROJECT}`], ...body });
    return (entries as { textPayload: string }[]).map(({ textPayload }) => textPayload);
  };

  test("one has what was seeded, and a name, an id and times", async () => {
    const { entries } = await good("POST", ENTRIES, {
      resourceNames: [`projects/${PROJECT}`],
      filter: "severity=INFO",
    });
    expect(entries).toEqual([
      {
        ...entry(1, "INFO"),
        logName: `projects/${PROJECT}/logs/run.googleapis.com%2Fstderr`,
        insertId: any,
        receiveTimestamp: any,
      },
    ]);
  });

  test.each<[object, readonly string[]]>([
    [{}, ["line 1", "line 2", "line 3"]],
    [{ orderBy: "timestamp desc" }, ["line 3", "line 2", "line 1"]],
    [{ filter: "severity>=WARNING" }, ["line 2", "line 3"]],
    [{ filter: "severity<ERROR AND severity>INFO" }, ["line 3"]],
    [{ filter: 'resource.type="cloud_run_job"\nresource.labels.job_name="e2e"' }, ["line 1", "line 2"]],
    [{ filter: 'resource.type!="cloud_run_job"' }, ["line 3"]],
    [{ filter: 'timestamp>="2026-06-01T00:00:02Z"' }, ["line 2", "line 3"]],
    [{ filter: 'timestamp<="2026-06-01T00:00:02Z"' }, ["line 1", "line 2"]],
    [{ filter: 'textPayload:"LINE 2"' }, ["line 2"]],
    [{ filter: 'jsonPayload.attempt>2 jsonPayload.route:"/ws"' }, ["line 2"]],
    [{ filter: "jsonPayload.attempt=3" }, ["line 2"]],
    [{ filter: 'jsonPayload.missing="a"' }, []],
    [{ filter: 'resource.type=("cloud_run_job" OR "gce_instance") AND severity=("INFO" OR WARNING)' }, ["line 1"]],
    [{ filter: '"LINE 3"' }, ["line 3"]],
    [{ filter: 'severity>=INFO AND ("line 1" OR "/ws")' }, ["line 1", "line 2"]],
    [{ filter: '"no such text"' }, []],
  ])("%j", async (body, found) => {
    expect(await readMessages(body)).toEqual(found);
  });

  test("a project is named by its number too, and pages follow each other", async () => {
    const { projectNumber } = await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`);
    const body = { resourceNames: [`projects/${projectNumber}`], pageSize: 2 };
    const first = await good("POST", ENTRIES, body);
    expect(first.entries).toHaveLength(2);
    const second = await good("POST", ENTRIES, { ...body, pageToken: first.nextPageToken as string });
    expect([second.entries.length, second.nextPageToken]).toEqual([1, undefined]);
  });

  test.each<[object, string]>([
    [{ resourceNames: [] }, "400 invalid: resource_names: one or more of the form projects/PROJECT are needed."],
    [
      { resourceNames: ["folders/1"] },
      "400 invalid: resource_names: one or more of the form projects/PROJECT are needed.",
    ],
    [{ resourceNames: ["projects/none"] }, "403 CONSUMER_INVALID: Permission denied on resource project none."],
    [{ orderBy: "severity" }, '400 invalid: order_by: must be one of timestamp asc, timestamp desc, found "severity".'],
    [
      { filter: "a OR b" },
      "501 notImplemented: The sandbox reads comparisons of fields with =, !=, :, <, <=, > and >=, and texts in quotes, joined by AND, with several values in brackets joined by OR; not a OR b.",
    ],
    [{ pageSize: -1 }, "400 invalid: page_size: must not be negative."],
  ])("%j is refused", async (body, message) => {
    expect(await bad("POST", ENTRIES, { resourceNames: [`projects/${PROJECT}`], ...body })).toBe(message);
  });
});

test("Logging must be switched on", async () => {
  await admin("DELETE", "resource", { name: `serviceusage/projects/${PROJECT}/services/logging.googleapis.com` });
  expect(await bad("GET", METRICS)).toMatch(/^403 SERVICE_DISABLED: Cloud Logging API has not been used in project/);
  expect(await bad("POST", ENTRIES, { resourceNames: [`projects/${PROJECT}`] })).toMatch(/^403 SERVICE_DISABLED: /);
});
