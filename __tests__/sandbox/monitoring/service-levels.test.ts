import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad } = useSandbox("monitoring");

const SERVICES = `/monitoring/v3/projects/${PROJECT}/services`;
const OBJECTIVES = `${SERVICES}/chat/serviceLevelObjectives`;

const CLOUD_RUN = {
  basicService: { serviceType: "CLOUD_RUN", serviceLabels: { service_name: "web", location: "europe-west1" } },
};
const metricFilter = (type: string): string => `metric.type="${type}" AND resource.type="cloud_run_revision"`;
const REQUESTS = metricFilter("run.googleapis.com/request_count");
const LATENCIES = metricFilter("run.googleapis.com/request_latencies");
const INSTANCES = metricFilter("run.googleapis.com/container/instance_count");
const PASSED = metricFilter("monitoring.googleapis.com/uptime_check/check_passed");

const ratioIndicator = (more: object = {}): object => ({
  requestBased: { goodTotalRatio: { badServiceFilter: REQUESTS, totalServiceFilter: REQUESTS, ...more } },
});
const cutIndicator = (filter = LATENCIES, range: object = { max: 500 }): object => ({
  requestBased: { distributionCut: { distributionFilter: filter, range } },
});
const windowsIndicator = (form: object, windowPeriod = "300s"): object => ({ windowsBased: { windowPeriod, ...form } });
const objectiveBody = (serviceLevelIndicator: object = ratioIndicator(), more: object = {}): Body => ({
  goal: 0.99,
  rollingPeriod: "2592000s",
  serviceLevelIndicator,
  ...more,
});

const pathByNumber = async (path: string): Promise<string> => {
  const { projectNumber } = await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`);
  return path.replace(PROJECT, projectNumber as string);
};

describe("services", () => {
  test("a custom and a basic one are stored, named with the project's number, and found by both", async () => {
    for (const [id, form] of [
      ["chat", { custom: {} }],
      ["web", CLOUD_RUN],
    ] as const) {
      const made = await good("POST", `${SERVICES}?serviceId=${id}`, { displayName: "a", ...form });
      const name = await pathByNumber(`projects/${PROJECT}/services/${id}`);
      expect(made).toEqual({ displayName: "a", ...form, name });
      expect(await good("GET", `/monitoring/v3/${name}`)).toEqual(made);
      expect(await good("GET", `${SERVICES}/${id}`)).toEqual(made);
    }
    expect(await bad("POST", `${SERVICES}?serviceId=chat`, { custom: {} })).toBe(
      `409 alreadyExists: The resource 'projects/${PROJECT}/services/chat' already exists`,
    );
    const drawn = await good("POST", SERVICES, { custom: {} });
    expect(drawn.name).toMatch(/\/services\/\d+$/);
  });

  test.each<[string, Body, string]>([
    ["a", {}, "Field service.identifier: one of custom, basic_service is needed."],
    ["a", { custom: {}, ...CLOUD_RUN }, "Field service.identifier: one of custom, basic_service is needed."],
    [
      "a",
      { basicService: { serviceType: "CLOUD_RUN", serviceLabels: { service_name: "web" } } },
      "Field service.basic_service.service_labels: CLOUD_RUN needs location.",
    ],
    [
      "a",
      { basicService: {} },
      'Field service.basic_service.service_type had an invalid value of "": must not be empty.',
    ],
    ["a.b", { custom: {} }, 'Field service_id had an invalid value of "a.b": letters, digits, _ and -, at most 63.'],
  ])("%s %j is refused", async (id, body, message) => {
    expect(await bad("POST", `${SERVICES}?serviceId=${id}`, body)).toBe(`400 invalid: ${message}`);
  });
});

describe("objectives", () => {
  beforeEach(async () => {
    await good("POST", `${SERVICES}?serviceId=chat`, { custom: {} });
    await good("POST", `${SERVICES}?serviceId=web`, CLOUD_RUN);
  });

  test("one is stored and goes with its service", async () => {
    const made = await good("POST", `${OBJECTIVES}?serviceLevelObjectiveId=o`, objectiveBody());
    const path = `projects/${PROJECT}/services/chat/serviceLevelObjectives/o`;
    expect(made).toEqual({ ...objectiveBody(), name: await pathByNumber(path) });
    expect((await good("GET", OBJECTIVES)).serviceLevelObjectives).toEqual([made]);
    await good("DELETE", `${SERVICES}/chat`);
    expect(await bad("GET", `/monitoring/v3/${path}`)).toBe(
      `404 notFound: Service level objective '${path}' was not found`,
    );
    expect(await bad("POST", `${OBJECTIVES}?serviceLevelObjectiveId=o`, objectiveBody())).toBe(
      `404 notFound: Service 'projects/${PROJECT}/services/chat' was not found`,
    );
  });

  test("a mask of each member changes one form into another, and leaves nothing of the first", async () => {
    await good("POST", `${OBJECTIVES}?serviceLevelObjectiveId=o`, objectiveBody());
    const requestBased = "serviceLevelIndicator.requestBased";
    const mask = [
      ...["bad", "good", "total"].map((filter) => `${requestBased}.goodTotalRatio.${filter}ServiceFilter`),
      `${requestBased}.distributionCut.range`,
      `${requestBased}.distributionCut.distributionFilter`,
    ].join(",");
    const changed = await good(
      "PATCH",
      `${OBJECTIVES}/o?updateMask=${mask}`,
      objectiveBody(cutIndicator(), { goal: 0.1 }),
    );
    expect(changed).toMatchObject({ goal: 0.99 });
    expect(changed.serviceLevelIndicator).toEqual(cutIndicator());
  });

  const SLO = "Field service_level_objective";
  const SLI = "Field service_level_indicator";
  test.each<[Body, string]>([
    [
      objectiveBody(ratioIndicator(), { goal: 0 }),
      `${SLO}.goal had an invalid value of "0": must be above 0 and at most 0.9999.`,
    ],
    [
      objectiveBody(ratioIndicator(), { goal: 1 }),
      `${SLO}.goal had an invalid value of "1": must be above 0 and at most 0.9999.`,
    ],
    [
      objectiveBody(ratioIndicator(), { rollingPeriod: "2678400s" }),
      `${SLO}.rolling_period had an invalid value of "2678400s": must be 1 to 30 whole days.`,
    ],
    [
      objectiveBody(ratioIndicator(), { rollingPeriod: "90000s" }),
      `${SLO}.rolling_period had an invalid value of "90000s": must be 1 to 30 whole days.`,
    ],
    [
      objectiveBody(ratioIndicator(), { calendarPeriod: "DAY" }),
      `${SLO}.period: one of rolling_period, calendar_period is needed.`,
    ],
    [
      objectiveBody(ratioIndicator(), { rollingPeriod: undefined, calendarPeriod: "YEAR" }),
      `${SLO}.calendar_period had an invalid value of "YEAR": must be one of DAY, WEEK, FORTNIGHT, MONTH.`,
    ],
    [objectiveBody({}), `${SLI}: exactly one of basicSli, requestBased, windowsBased is needed.`],
    [
      objectiveBody({ ...ratioIndicator(), ...windowsIndicator({ goodBadMetricFilter: PASSED }) }),
      `${SLI}: exactly one of basicSli, requestBased, windowsBased is needed.`,
    ],
    [
      objectiveBody(ratioIndicator({ goodServiceFilter: REQUESTS })),
      `${SLI}.requestBased.goodTotalRatio: exactly two of good_service_filter, bad_service_filter, total_service_filter are needed, found 3.`,
    ],
    [objectiveBody({ requestBased: {} }), `${SLI}: exactly one of basicSli, requestBased, windowsBased is needed.`],
    [
      objectiveBody(ratioIndicator({ badServiceFilter: 'metric.type="a"' })),
      `${SLI}.requestBased.goodTotalRatio.badServiceFilter had an invalid value of "metric.type="a"": must name one metric.type and a resource.type.`,
    ],
    [
      objectiveBody(ratioIndicator({ badServiceFilter: INSTANCES })),
      `${SLI}.requestBased.goodTotalRatio.badServiceFilter: metric run.googleapis.com/container/instance_count of kind GAUGE and value type INT64 does not fit.`,
    ],
    [
      objectiveBody(cutIndicator(REQUESTS)),
      `${SLI}.requestBased.distributionCut.distributionFilter: metric run.googleapis.com/request_count of kind DELTA and value type INT64 does not fit.`,
    ],
    [
      objectiveBody(cutIndicator(LATENCIES, {})),
      `${SLI}.requestBased.distributionCut.range: min, max or both are needed.`,
    ],
    [
      objectiveBody(cutIndicator(LATENCIES, { min: 5, max: 5 })),
      `${SLI}.requestBased.distributionCut.range: min 5 must be below max 5.`,
    ],
    [
      objectiveBody(windowsIndicator({ goodBadMetricFilter: PASSED }, "59s")),
      `${SLI}.windowsBased.windowPeriod had an invalid value of "59s": must be at least 60s and divide a day.`,
    ],
    [
      objectiveBody(windowsIndicator({ goodBadMetricFilter: PASSED }, "7000s")),
      `${SLI}.windowsBased.windowPeriod had an invalid value of "7000s": must be at least 60s and divide a day.`,
    ],
    [
      objectiveBody(windowsIndicator({ goodBadMetricFilter: INSTANCES })),
      `${SLI}.windowsBased.goodBadMetricFilter: metric run.googleapis.com/container/instance_count of kind GAUGE and value type INT64 does not fit.`,
    ],
    [
      objectiveBody(windowsIndicator({ metricMeanInRange: { timeSeries: REQUESTS, range: { max: 5 } } })),
      `${SLI}.windowsBased.metricMeanInRange.timeSeries: metric run.googleapis.com/request_count of kind DELTA and value type INT64 does not fit.`,
    ],
    [
      objectiveBody(windowsIndicator({})),
      `${SLI}.windowsBased: exactly one of goodBadMetricFilter, goodTotalRatioThreshold, metricMeanInRange, metricSumInRange is needed.`,
    ],
    [objectiveBody({ basicSli: { availability: {} } }), `${SLI}.basicSli: a custom service has no basic indicator.`],
    [
      objectiveBody(ratioIndicator(), { userLabels: { "9": "a" } }),
      "service_level_objective.user_labels: lower case letters, digits, _ and -, at most 63, a letter first in a key; found 9: a.",
    ],
  ])("%j is refused", async (body, message) => {
    expect(await bad("POST", `${OBJECTIVES}?serviceLevelObjectiveId=o`, body)).toBe(`400 invalid: ${message}`);
  });

  test("an indicator of one's own metric needs the metric", async () => {
    const mine = objectiveBody(windowsIndicator({ goodBadMetricFilter: metricFilter("custom.googleapis.com/own") }));
    expect(await bad("POST", OBJECTIVES, mine)).toMatch(
      /^404 notFound: Cannot find metric\(s\) that match type = "custom\.googleapis\.com\/own"\./,
    );
    const descriptor = { type: "custom.googleapis.com/own", metricKind: "GAUGE", valueType: "BOOL" };
    await good("POST", `/monitoring/v3/projects/${PROJECT}/metricDescriptors`, descriptor);
    await good("POST", OBJECTIVES, mine);
  });

  test.each<Body>([
    objectiveBody(cutIndicator(LATENCIES, { min: 0, max: 1 })),
    objectiveBody(ratioIndicator(), { goal: 0.9999, rollingPeriod: "86400s" }),
    objectiveBody(ratioIndicator(), { rollingPeriod: undefined, calendarPeriod: "WEEK" }),
    objectiveBody(windowsIndicator({ goodBadMetricFilter: PASSED }, "60s")),
    objectiveBody(windowsIndicator({ metricMeanInRange: { timeSeries: INSTANCES, range: { max: 5 } } })),
    objectiveBody(windowsIndicator({ metricSumInRange: { timeSeries: INSTANCES, range: { min: 5 } } }, "86400s")),
    objectiveBody(
      windowsIndicator({
        goodTotalRatioThreshold: {
          threshold: 0.9,
          performance: (cutIndicator() as { requestBased: object }).requestBased,
        },
      }),
    ),
  ])("%j is taken", async (body) => {
    const { name, ...stored } = await good("POST", OBJECTIVES, body);
    expect(name).toMatch(/\/serviceLevelObjectives\/\d+$/);
    expect(stored).toEqual(JSON.parse(JSON.stringify(body)));
  });

  test("a service of Cloud Run has basic indicators", async () => {
    const of = `${SERVICES}/web/serviceLevelObjectives`;
    const basic = { basicSli: { availability: {} } };
    expect((await good("POST", of, objectiveBody(basic))).serviceLevelIndicator).toEqual(basic);
    await good("POST", of, objectiveBody({ basicSli: { latency: { threshold: "1s" } } }));
    await good(
      "POST",
      of,
      objectiveBody(windowsIndicator({ goodTotalRatioThreshold: { basicSliPerformance: basic.basicSli } })),
    );
    expect(await bad("POST", of, objectiveBody({ basicSli: { latency: { threshold: "0s" } } }))).toBe(
      '400 invalid: Field service_level_indicator.basicSli.latency.threshold had an invalid value of "0s": must be above 0s.',
    );
  });
});
