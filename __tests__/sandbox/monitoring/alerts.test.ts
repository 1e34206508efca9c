import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, send, admin, sandbox } = useSandbox("monitoring", "logging");

const ROOT = `/monitoring/v3/projects/${PROJECT}`;
const POLICIES = `${ROOT}/alertPolicies`;
const CHANNELS = `${ROOT}/notificationChannels`;
const CHECKS = `${ROOT}/uptimeCheckConfigs`;
const any = expect.any(String) as string;

const REQUESTS = 'metric.type="run.googleapis.com/request_count" AND resource.type="cloud_run_revision"';
const aggregation = (more: object = {}): object => ({
  alignmentPeriod: "60s",
  perSeriesAligner: "ALIGN_RATE",
  ...more,
});
const thresholdCondition = (more: object = {}): object => ({
  displayName: "condition",
  conditionThreshold: {
    filter: REQUESTS,
    comparison: "COMPARISON_GT",
    thresholdValue: 1,
    duration: "60s",
    aggregations: [aggregation()],
    ...more,
  },
});
const absenceCondition = (more: object = {}): object => ({
  conditionAbsent: { filter: REQUESTS, duration: "3600s", aggregations: [aggregation()], ...more },
});
const logCondition = (filter = "severity>=ERROR"): object => ({ conditionMatchedLog: { filter } });
const policyBody = (conditions: readonly object[] = [thresholdCondition()], more: object = {}): Body => ({
  displayName: "policy",
  combiner: "OR",
  conditions,
  ...more,
});
const LIMITED = { alertStrategy: { notificationRateLimit: { period: "300s" } } };

const CHANNEL = { type: "email", displayName: "infrastructure", labels: { email_address: "a@example.com" } };
const CHECK = {
  displayName: "Front page /health",
  httpCheck: { useSsl: true },
  monitoredResource: { type: "uptime_url", labels: { host: "chat.example.com" } },
};

const createNamed = async (path: string, body: Body): Promise<string> =>
  (await good("POST", path, body)).name as string;
const resourcePath = (name: string): string => `/monitoring/v3/${name}`;

describe("alert policies", () => {
  test("one has an id, named conditions and records, and what was sent", async () => {
    const made = await good("POST", POLICIES, policyBody());
    const record = { mutateTime: any, mutatedBy: any };
    expect(made).toEqual({
      ...policyBody(),
      enabled: true,
      name: expect.stringMatching(`^projects/${PROJECT}/alertPolicies/\\d+$`) as string,
      conditions: [
        { ...thresholdCondition(), name: expect.stringMatching(`^${made.name}/conditions/\\d+$`) as string },
      ],
      creationRecord: record,
      mutationRecord: record,
    });
    expect(await good("GET", resourcePath(made.name))).toEqual(made);
    expect((await good("GET", POLICIES)).alertPolicies).toEqual([made]);
  });

  test("a change takes what its mask names, and keeps the names of conditions", async () => {
    const made = await good("POST", POLICIES, policyBody());
    const [condition] = made.conditions;
    const sent = { displayName: "ignored", enabled: false, conditions: [condition, thresholdCondition()] };
    const changed = await good("PATCH", `${resourcePath(made.name)}?updateMask=enabled,conditions`, sent);
    expect(changed).toMatchObject({ displayName: "policy", enabled: false, creationRecord: made.creationRecord });
    expect(changed.conditions[0].name).toBe(condition.name);
    expect(changed.conditions[1].name).toMatch(/\/conditions\/\d+$/);
    const whole = await good("PATCH", resourcePath(made.name), { ...policyBody(), displayName: "other" });
    expect(whole).toMatchObject({ displayName: "other", enabled: true });
    await good("DELETE", resourcePath(made.name));
    expect(await bad("GET", resourcePath(made.name))).toBe(`404 notFound: Alert policy '${made.name}' was not found`);
  });

  const FIELD = "Field alert_policy.conditions[0]";
  test.each<[Body, string]>([
    [policyBody([]), "Field alert_policy.conditions had an invalid value: between 1 and 6 conditions, found 0."],
    [
      policyBody(Array.from({ length: 7 }, () => thresholdCondition())),
      "Field alert_policy.conditions had an invalid value: between 1 and 6 conditions, found 7.",
    ],
    [
      policyBody([{}]),
      `${FIELD}.condition_case had an invalid value of "0": Condition subtype (e.g. "condition_absent","condition_threshold", etc.) is absent or unknown.`,
    ],
    [
      policyBody([{ ...thresholdCondition(), ...absenceCondition() }]),
      `${FIELD}.condition_case had an invalid value of "2": Condition subtype (e.g. "condition_absent","condition_threshold", etc.) is absent or unknown.`,
    ],
    [
      policyBody([thresholdCondition()], { displayName: "" }),
      'Field alert_policy.display_name had an invalid value of "": must not be empty.',
    ],
    [
      policyBody([thresholdCondition()], { combiner: "XOR" }),
      "Invalid value at 'alert_policy.combiner' (TYPE_ENUM), \"XOR\"",
    ],
    [
      policyBody([thresholdCondition()], { severity: "BAD" }),
      "Invalid value at 'alert_policy.severity' (TYPE_ENUM), \"BAD\"",
    ],
    [
      policyBody([thresholdCondition({ filter: 'metric.type="run.googleapis.com/request_count"' })]),
      `${FIELD}.condition_threshold.filter had an invalid value of "metric.type="run.googleapis.com/request_count"": must specify a restriction on "resource.type" in the filter; see "https://cloud.google.com/monitoring/api/resources" for a list of available resource types.`,
    ],
    [
      policyBody([absenceCondition({ filter: 'resource.type="global"' })]),
      `${FIELD}.condition_absent.filter had an invalid value of "resource.type="global"": must specify a restriction on "metric.type" in the filter`,
    ],
    [
      policyBody([thresholdCondition({ denominatorFilter: 'resource.type="global"' })]),
      `${FIELD}.condition_threshold.denominator_filter had an invalid value of "resource.type="global"": must specify a restriction on "metric.type" in the filter`,
    ],
    [
      policyBody([thresholdCondition({ comparison: "COMPARISON_GE" })]),
      `${FIELD}.condition_threshold.comparison had an invalid value of "COMPARISON_GE": must be COMPARISON_GT or COMPARISON_LT.`,
    ],
    [
      policyBody([thresholdCondition({ duration: "90s" })]),
      `${FIELD}.condition_threshold.duration had an invalid value of "90s": must be a multiple of 60s and less than 86400s.`,
    ],
    [
      policyBody([absenceCondition({ duration: "60s" })]),
      `${FIELD}.condition_absent.duration had an invalid value of "60s": must be a multiple of 60s between 120s and 84600s.`,
    ],
    [
      policyBody([absenceCondition({ duration: "84660s" })]),
      `${FIELD}.condition_absent.duration had an invalid value of "84660s": must be a multiple of 60s between 120s and 84600s.`,
    ],
    [
      policyBody([thresholdCondition({ aggregations: [aggregation({ perSeriesAligner: "ALIGN_BEST" })] })]),
      `Invalid value at 'alert_policy.conditions[0].condition_threshold.aggregations[0].per_series_aligner' (TYPE_ENUM), "ALIGN_BEST"`,
    ],
    [
      policyBody([thresholdCondition({ aggregations: [aggregation({ crossSeriesReducer: "REDUCE_WASTE" })] })]),
      `Invalid value at 'alert_policy.conditions[0].condition_threshold.aggregations[0].cross_series_reducer' (TYPE_ENUM), "REDUCE_WASTE"`,
    ],
    [
      policyBody([thresholdCondition({ aggregations: [aggregation({ alignmentPeriod: "59s" })] })]),
      'Field alert_policy.conditions[0].condition_threshold.aggregations[0].alignment_period had an invalid value of "59s": must be between 60s and 90000s.',
    ],
    [
      policyBody([
        thresholdCondition({ aggregations: [aggregation({ groupByFields: ["resource.labels.location"] })] }),
      ]),
      "An aggregation cannot have group-by fields without a reducer.",
    ],
    [
      policyBody([thresholdCondition()], LIMITED),
      'Field alertStrategy.notificationRateLimit had an invalid value of "{"period":"300s"}": metric-based alert policies must not specify a notification rate limit',
    ],
    [
      policyBody([logCondition(), logCondition()], LIMITED),
      "Alert policies with a log matching condition can only have a single condition.",
    ],
    [
      policyBody([logCondition()]),
      "Field alertStrategy.notificationRateLimit had an invalid value: log-based alert policies must specify a notification rate limit",
    ],
    [
      policyBody([logCondition(" ")], LIMITED),
      'Field alert_policy.conditions[0].condition_matched_log.filter had an invalid value of "": must not be empty',
    ],
    [
      policyBody([thresholdCondition()], { alertStrategy: { autoClose: "60s" } }),
      'Field alert_policy.alert_strategy.auto_close had an invalid value of "60s": must be between 1800s and 604800s.',
    ],
    [
      policyBody([thresholdCondition()], { documentation: { content: "x".repeat(8193) } }),
      "Field alert_policy.documentation.content: at most 8192 characters and 10240 bytes.",
    ],
    [
      policyBody([thresholdCondition()], { documentation: { subject: "x".repeat(256) } }),
      "Field alert_policy.documentation.subject: at most 255 characters.",
    ],
    [
      policyBody([thresholdCondition()], {
        documentation: { links: [1, 2, 3, 4].map((n) => ({ url: `https://example.com/${n}` })) },
      }),
      "Field alert_policy.documentation.links: at most 3 links, found 4.",
    ],
    [
      policyBody([thresholdCondition()], { documentation: { links: [{ displayName: "a", url: "runbook" }] } }),
      'Field alert_policy.documentation.links: a URL of up to 2083 characters and a name of up to 63, found {"displayName":"a","url":"runbook"}.',
    ],
    [
      policyBody([thresholdCondition()], { userLabels: { Team: "a" } }),
      "alert_policy.user_labels: lower case letters, digits, _ and -, at most 63, a letter first in a key; found Team: a.",
    ],
    [
      policyBody([thresholdCondition()], { notificationChannels: ["mail"] }),
      "Name must begin with 'projects/{project_id}/notificationChannels/{channel_id}', got: mail",
    ],
  ])("%j is refused", async (body, message) => {
    expect(await bad("POST", POLICIES, body)).toBe(`400 invalid: ${message}`);
    expect(await good("GET", POLICIES)).toEqual({ alertPolicies: [] });
  });

  test.each<Body>([
    policyBody([
      thresholdCondition({ duration: "0s" }),
      absenceCondition({ duration: "120s" }),
      absenceCondition({ duration: "84600s" }),
      absenceCondition({
        aggregations: [aggregation({ crossSeriesReducer: "REDUCE_NONE", groupByFields: ["resource.labels.location"] })],
      }),
    ]),
    policyBody([thresholdCondition({ aggregations: [aggregation({ alignmentPeriod: "90000s" })] })]),
    policyBody([
      thresholdCondition({
        aggregations: [aggregation({ crossSeriesReducer: "REDUCE_SUM", groupByFields: ["resource.labels.location"] })],
        denominatorFilter: REQUESTS,
        denominatorAggregations: [aggregation()],
      }),
    ]),
    policyBody([logCondition()], { ...LIMITED, severity: "CRITICAL" }),
    policyBody([{ conditionPrometheusQueryLanguage: { query: "up" } }]),
    policyBody([thresholdCondition()], {
      alertStrategy: { autoClose: "604800s" },
      documentation: {
        content: "x",
        subject: "x",
        links: [{ displayName: "Runbook", url: "https://example.com/a#b" }],
      },
      userLabels: { team: "" },
    }),
    policyBody([
      thresholdCondition({ filter: 'metric.type="spanner.googleapis.com/something_new" resource.type="a"' }),
    ]),
  ])("%j is taken", async (body) => {
    await good("POST", POLICIES, body);
  });
});

describe("what fits a metric", () => {
  const metricPolicy = (type: string, aligner: string): Body =>
    policyBody([
      thresholdCondition({
        filter: `metric.type="${type}" AND resource.type="global"`,
        aggregations: [aggregation({ perSeriesAligner: aligner })],
      }),
    ]);
  const LATENCIES = "run.googleapis.com/request_latencies";
  const INSTANCES = "run.googleapis.com/container/instance_count";

  test.each([
    [LATENCIES, "ALIGN_MAX", "DELTA", "DISTRIBUTION"],
    [LATENCIES, "ALIGN_MEAN", "DELTA", "DISTRIBUTION"],
    [LATENCIES, "ALIGN_RATE", "DELTA", "DISTRIBUTION"],
    [INSTANCES, "ALIGN_RATE", "GAUGE", "INT64"],
    [INSTANCES, "ALIGN_PERCENTILE_99", "GAUGE", "INT64"],
    ["run.googleapis.com/request_count", "ALIGN_NEXT_OLDER", "DELTA", "INT64"],
    ["monitoring.googleapis.com/uptime_check/check_passed", "ALIGN_MEAN", "GAUGE", "BOOL"],
  ])("%s does not go with %s", async (type, aligner, kind, value) => {
    expect(await bad("POST", POLICIES, metricPolicy(type, aligner))).toBe(
      `400 invalid: Field aggregation.perSeriesAligner had an invalid value of "${aligner}": The aligner cannot be applied to metrics with kind ${kind} and value type ${value}.`,
    );
  });

  test.each([
    [LATENCIES, "ALIGN_PERCENTILE_99"],
    [LATENCIES, "ALIGN_DELTA"],
    [INSTANCES, "ALIGN_MAX"],
    ["run.googleapis.com/request_count", "ALIGN_RATE"],
    ["monitoring.googleapis.com/uptime_check/check_passed", "ALIGN_FRACTION_TRUE"],
    ["custom.googleapis.com/own", "ALIGN_COUNT_FALSE"],
    ["logging.googleapis.com/user/a/b", "ALIGN_DELTA"],
  ])("%s goes with %s", async (type, aligner) => {
    const own = { type: "custom.googleapis.com/own", metricKind: "GAUGE", valueType: "BOOL" };
    await good("POST", `${ROOT}/metricDescriptors`, own);
    await good("POST", `/logging/v2/projects/${PROJECT}/metrics`, { name: "a/b", filter: "x" });
    await good("POST", POLICIES, metricPolicy(type, aligner));
  });

  test.each(["custom.googleapis.com/own", "logging.googleapis.com/user/a/b", "run.googleapis.com/no_such_metric"])(
    "%s must be there before an alert on it",
    async (type) => {
      expect(await bad("POST", POLICIES, metricPolicy(type, "ALIGN_DELTA"))).toBe(
        `404 notFound: Cannot find metric(s) that match type = "${type}". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.`,
      );
    },
  );

  test("a burn rate is of an objective that is there, and needs neither metric nor resource", async () => {
    const objective = `projects/${PROJECT}/services/s/serviceLevelObjectives/o`;
    const burn = policyBody([
      thresholdCondition({ filter: `select_slo_burn_rate("${objective}", "3600s")`, aggregations: [] }),
    ]);
    expect(await bad("POST", POLICIES, burn)).toBe(
      `404 notFound: The service level objective '${objective}' was not found.`,
    );
    sandbox().store.put(`monitoring/${objective}`, {});
    await good("POST", POLICIES, burn);
  });
});

describe("notification channels", () => {
  test("one is stored and changed as a whole", async () => {
    const name = await createNamed(CHANNELS, CHANNEL);
    expect(name).toMatch(/^projects\/demo-project\/notificationChannels\/\d+$/);
    const record = { mutateTime: any };
    const whole = { ...CHANNEL, enabled: true, name, creationRecord: record, mutationRecords: [record] };
    expect(await good("GET", resourcePath(name))).toEqual(whole);
    await good("PATCH", resourcePath(name), { ...CHANNEL, displayName: undefined, enabled: false });
    expect(await good("GET", resourcePath(name))).toEqual({ ...whole, displayName: undefined, enabled: false });
  });

  test.each(["auth_token", "password", "service_key"])(
    "the key %s is answered masked, and kept nowhere",
    async (key) => {
      const name = await createNamed(CHANNELS, { type: "pagerduty", labels: { [key]: "top-secret", team: "a" } });
      expect((await good("GET", resourcePath(name))).labels).toEqual({ team: "a", [key]: "**********" });
      expect((await admin("GET", "dump")).text).not.toContain("top-secret");
    },
  );

  test.each([
    [{ ...CHANNEL, type: "" }, 'Field notification_channel.type had an invalid value of "": must not be empty.'],
    [
      { type: "email", labels: {} },
      'Field notification_channel.labels.email_address had an invalid value of "": type email needs it.',
    ],
    [
      { type: "slack" },
      'Field notification_channel.labels.channel_name had an invalid value of "": type slack needs it.',
    ],
  ])("%j is refused", async (body, message) => {
    expect(await bad("POST", CHANNELS, body)).toBe(`400 invalid: ${message}`);
  });

  test("one that a policy tells must be there, stays, and goes by force out of the policy", async () => {
    const [first, second] = [await createNamed(CHANNELS, CHANNEL), await createNamed(CHANNELS, CHANNEL)];
    const missing = `projects/${PROJECT}/notificationChannels/1`;
    const telling = (...notificationChannels: readonly string[]): Body =>
      policyBody([thresholdCondition()], { notificationChannels });
    expect(await bad("POST", POLICIES, telling(missing))).toBe(
      `404 notFound: Notification channel not found: ${missing}`,
    );
    const user = await createNamed(POLICIES, telling(first, second));
    expect(await bad("DELETE", resourcePath(first))).toBe(
      `400 failedPrecondition: Could not delete "${first}" because it is still being referenced by: "${user}"`,
    );
    expect((await send("DELETE", `${resourcePath(first)}?force=false`)).status).toBe(400);
    await good("DELETE", `${resourcePath(first)}?force=true`);
    expect((await good("GET", resourcePath(user))).notificationChannels).toEqual([second]);
    await good("DELETE", resourcePath(user));
    await good("DELETE", resourcePath(second));
  });
});

describe("uptime checks", () => {
  test("one has its defaults, and an id of its name", async () => {
    const made = await good("POST", CHECKS, CHECK);
    expect(made).toEqual({
      ...CHECK,
      name: expect.stringMatching(`^projects/${PROJECT}/uptimeCheckConfigs/front-page-health-\\w{10}$`) as string,
      period: "300s",
      timeout: "10s",
      checkerType: "STATIC_IP_CHECKERS",
      httpCheck: { useSsl: true, path: "/", port: 443, requestMethod: "GET" },
      monitoredResource: { type: "uptime_url", labels: { project_id: PROJECT, host: "chat.example.com" } },
    });
    expect(await good("GET", resourcePath(made.name))).toEqual(made);
    const plain = await good("POST", CHECKS, { ...CHECK, httpCheck: {} });
    expect([plain.httpCheck.port, plain.name === made.name]).toEqual([80, false]);
    await good("PATCH", `${resourcePath(made.name)}?updateMask=period,httpCheck`, {
      period: "60s",
      httpCheck: { path: "/up" },
    });
    expect(await good("GET", resourcePath(made.name))).toMatchObject({
      period: "60s",
      httpCheck: { path: "/up", port: 80 },
    });
  });

  const fieldRefusal = (name: string, found: string, allowed: string): string =>
    `400 invalid: Field uptime_check_config.${name} had an invalid value of "${found}": ${allowed}`;
  test.each<[object, string]>([
    [{ displayName: "" }, fieldRefusal("display_name", "", "must not be empty.")],
    [{ period: "120s" }, fieldRefusal("period", "120s", "must be one of 60s, 300s, 600s, 900s.")],
    [{ timeout: "61s" }, fieldRefusal("timeout", "61s", "must be between 1s and 60s.")],
    [{ timeout: "0s" }, fieldRefusal("timeout", "0s", "must be between 1s and 60s.")],
    [
      { selectedRegions: ["EUROPE"] },
      fieldRefusal("selected_regions", "EUROPE", "must be at least 3 places, and are 1."),
    ],
    [
      { selectedRegions: ["USA_IOWA", "EUROPE"] },
      fieldRefusal("selected_regions", "USA_IOWA, EUROPE", "must be at least 3 places, and are 2."),
    ],
    [
      { selectedRegions: ["MARS"] },
      `400 invalid: Invalid value at 'uptime_check_config.selected_regions[0]' (TYPE_ENUM), "MARS"`,
    ],
    [{ tcpCheck: { port: 1 } }, fieldRefusal("check_request_type", "", "must be one of http_check, tcp_check.")],
    [{ httpCheck: undefined }, fieldRefusal("check_request_type", "", "must be one of http_check, tcp_check.")],
    [
      { httpCheck: { requestMethod: "PUT" } },
      `400 invalid: Invalid value at 'uptime_check_config.http_check.request_method' (TYPE_ENUM), "PUT"`,
    ],
    [{ httpCheck: { port: 0 } }, fieldRefusal("http_check.port", "0", "must be between 1 and 65535.")],
    [
      { monitoredResource: { type: "uptime_url", labels: { host: "https://chat.example.com/" } } },
      fieldRefusal(
        "monitored_resource.labels.host",
        "https://chat.example.com/",
        "must be a host without scheme or path.",
      ),
    ],
    [
      { contentMatchers: [{ content: "x".repeat(1025) }] },
      fieldRefusal("content_matchers.content", "", "at most 1024 bytes."),
    ],
  ])("%j is refused", async (more, message) => {
    expect(await bad("POST", CHECKS, { ...CHECK, ...more })).toBe(message);
  });

  test.each([["USA"], ["EUROPE", "SOUTH_AMERICA", "ASIA_PACIFIC"]])(
    "%s and more are places enough",
    async (...regions) => {
      await good("POST", CHECKS, { ...CHECK, selectedRegions: regions, timeout: "60s", period: "900s" });
    },
  );

  test("one that a policy watches must be there, and stays", async () => {
    const watching = (id: string): Body =>
      policyBody([
        thresholdCondition({
          filter: `metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND resource.type="uptime_url" AND metric.labels.check_id="${id}"`,
          aggregations: [aggregation({ perSeriesAligner: "ALIGN_NEXT_OLDER" })],
        }),
      ]);
    expect(await bad("POST", POLICIES, watching("none"))).toBe(
      `404 notFound: The uptime check 'projects/${PROJECT}/uptimeCheckConfigs/none' was not found.`,
    );
    const { name } = await good("POST", CHECKS, CHECK);
    const id = String(name.split("/").at(-1));
    const user = await createNamed(POLICIES, watching(id));
    expect(await bad("DELETE", resourcePath(name))).toBe(
      `400 failedPrecondition: Cannot delete check ${id}. One or more alerting policies use it: delete them first.`,
    );
    await good("DELETE", resourcePath(user));
    await good("DELETE", resourcePath(name));
  });
});

test("Monitoring must be switched on", async () => {
  await admin("DELETE", "resource", { name: `serviceusage/projects/${PROJECT}/services/monitoring.googleapis.com` });
  for (const path of [POLICIES, `/monitoring/v1/projects/${PROJECT}/dashboards`]) {
    expect(await bad("GET", path)).toMatch(/^403 SERVICE_DISABLED: Cloud Monitoring API has not been used in project/);
  }
});

describe("snoozes", () => {
  const SNOOZES = `${ROOT}/snoozes`;
  const interval = (hours: number) => ({
    startTime: new Date().toISOString(),
    endTime: new Date(Date.now() + hours * 3_600_000).toISOString(),
  });
  const snoozeBody = (policies: readonly string[], more: object = {}): Body => ({
    displayName: "maintenance",
    criteria: { policies },
    interval: interval(1),
    ...more,
  });

  test("one names policies that are there, is listed, ends by an update, and is never deleted", async () => {
    const policy = await createNamed(POLICIES, policyBody());
    const made = await good("POST", SNOOZES, snoozeBody([policy]));
    expect(made).toMatchObject({ displayName: "maintenance", criteria: { policies: [policy] } });
    expect(await good("GET", SNOOZES)).toEqual({ snoozes: [made] });
    const ended = { interval: { ...(made.interval as object), endTime: new Date().toISOString() } };
    expect(await good("PATCH", `${resourcePath(made.name as string)}?updateMask=interval`, ended)).toMatchObject(ended);
    expect(await bad("DELETE", resourcePath(made.name as string))).toMatch(/^501 /);
  });

  test.each<[string, object, string]>([
    ["no policy", { criteria: { policies: [] } }, "between 1 and 16 policies"],
    ["no name", { displayName: "" }, "display_name"],
    [
      "an end before its start",
      { interval: { startTime: "2030-01-02T00:00:00Z", endTime: "2030-01-01T00:00:00Z" } },
      "interval",
    ],
    [
      "an end that is over",
      { interval: { startTime: "2020-01-01T00:00:00Z", endTime: "2020-01-02T00:00:00Z" } },
      "end_time",
    ],
  ])("%s is refused", async (_what, more, text) => {
    const policy = await createNamed(POLICIES, policyBody());
    expect(await bad("POST", SNOOZES, snoozeBody([policy], more))).toContain(text);
  });

  test("a policy that is not there is not found", async () => {
    const absent = `projects/${PROJECT}/alertPolicies/1`;
    expect(await bad("POST", SNOOZES, snoozeBody([absent]))).toMatch(/^404 /);
  });
});

test("a telephone is unverified until somebody confirms it, an address needs no word of anybody", async () => {
  const sms = { type: "sms", displayName: "phone", labels: { number: "+12025550100" } };
  expect(await good("POST", CHANNELS, sms)).toMatchObject({ verificationStatus: "UNVERIFIED" });
  expect(await good("POST", CHANNELS, CHANNEL)).not.toHaveProperty("verificationStatus");
});
