import { PROJECT, REGION } from "../../support/sandbox";
import type { GoodCall } from "./good-calls";

const LOG_METRIC = {
  name: "closes",
  filter: "a",
  metricDescriptor: { metricKind: "DELTA", valueType: "INT64", labels: [{ key: "a", valueType: "STRING" }] },
  labelExtractors: { a: "EXTRACT(b)" },
};

/** Good calls of Logging, Monitoring, Service Usage and Resource Manager, after those that make what runs. */
export const GOOD_OPERATIONS_CALLS: readonly GoodCall[] = [
  ["POST", `logging/v2/projects/${PROJECT}/metrics`, LOG_METRIC],
  ["PUT", `logging/v2/projects/${PROJECT}/metrics/closes`, LOG_METRIC],
  [
    "POST",
    "logging/v2/entries:list",
    { resourceNames: [`projects/${PROJECT}`], filter: 'severity>=ERROR a:"b"', orderBy: "timestamp desc", pageSize: 5 },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/metricDescriptors`,
    { type: "custom.googleapis.com/own", metricKind: "GAUGE", valueType: "DOUBLE", labels: [{ key: "a" }] },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/timeSeries`,
    {
      timeSeries: [
        {
          metric: { type: "custom.googleapis.com/own", labels: { a: "b" } },
          resource: { type: "global", labels: {} },
          points: [{ interval: { endTime: "2026-06-01T00:00:00Z" }, value: { doubleValue: 1 } }],
        },
      ],
    },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/notificationChannels`,
    { type: "email", labels: { email_address: "a@example.com", password: "x" }, userLabels: { a: "b" } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/uptimeCheckConfigs`,
    {
      displayName: "a",
      period: "60s",
      timeout: "10s",
      selectedRegions: ["USA"],
      httpCheck: { path: "/", port: 443, headers: { a: "b" } },
      contentMatchers: [{ content: "ok" }],
      monitoredResource: { type: "uptime_url", labels: { host: "example.com" } },
    },
  ],
  ["POST", `monitoring/v3/projects/${PROJECT}/services?serviceId=chat`, { custom: {}, displayName: "a" }],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/services?serviceId=run`,
    { basicService: { serviceType: "CLOUD_RUN", serviceLabels: { service_name: "web", location: REGION } } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/services/chat/serviceLevelObjectives?serviceLevelObjectiveId=o`,
    {
      goal: 0.9,
      rollingPeriod: "86400s",
      serviceLevelIndicator: {
        windowsBased: {
          windowPeriod: "300s",
          metricMeanInRange: {
            timeSeries: 'metric.type="custom.googleapis.com/own" AND resource.type="global"',
            range: { min: 0, max: 5 },
          },
        },
      },
    },
  ],
  [
    "PATCH",
    `monitoring/v3/projects/${PROJECT}/services/chat/serviceLevelObjectives/o?updateMask=goal,serviceLevelIndicator.windowsBased.windowPeriod`,
    { goal: 0.8, serviceLevelIndicator: { windowsBased: { windowPeriod: "60s" } } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/alertPolicies`,
    {
      displayName: "a",
      combiner: "OR",
      conditions: [
        {
          conditionThreshold: {
            filter: 'metric.type="custom.googleapis.com/own" AND resource.type="global"',
            comparison: "COMPARISON_GT",
            duration: "60s",
            aggregations: [
              {
                alignmentPeriod: "60s",
                perSeriesAligner: "ALIGN_MAX",
                crossSeriesReducer: "REDUCE_SUM",
                groupByFields: ["metric.labels.a"],
              },
            ],
          },
        },
        {
          conditionAbsent: {
            filter: 'metric.type="logging.googleapis.com/user/closes" AND resource.type="global"',
            duration: "3600s",
          },
        },
      ],
      alertStrategy: { autoClose: "3600s" },
      documentation: { content: "x", links: [{ displayName: "a", url: "https://example.com" }] },
      userLabels: { a: "b" },
    },
  ],
  [
    "POST",
    `monitoring/v1/projects/${PROJECT}/dashboards`,
    {
      displayName: "a",
      mosaicLayout: { columns: 12, tiles: [{ width: 6, height: 4, xPos: 6, widget: { title: "a" } }] },
      labels: { a: "" },
    },
  ],
  ["POST", `serviceusage/v1/projects/${PROJECT}/services:batchEnable`, { serviceIds: ["run.googleapis.com"] }],
  [
    "POST",
    `cloudresourcemanager/v1/projects/${PROJECT}:setIamPolicy`,
    { policy: { bindings: [], auditConfigs: [] }, updateMask: "auditConfigs" },
  ],
];
