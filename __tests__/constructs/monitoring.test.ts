import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlertPolicy, type AlertConditionProps, type AlertPolicyProps } from "../../constructs/alert-policy";
import { CustomMetric } from "../../constructs/custom-metric";
import { LogCounter } from "../../constructs/log-metric";
import { NotificationChannel } from "../../constructs/notification-channel";
import { MonitoredService, type IndicatorProps } from "../../constructs/objective";
import { UptimeCheck } from "../../constructs/uptime-check";
import { onlyResource, writtenIn, type WrittenStack } from "../support/written";

/** What the constructs that watch write for given props: assertions, no snapshots. */

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-watch-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const labels = { environment: "test" };

describe("AlertPolicy", () => {
  const PROPS: Omit<AlertPolicyProps, "conditions"> = {
    displayName: "connections",
    severity: "WARNING",
    documentation: "look",
    links: [{ displayName: "Dashboard", url: "https://console.example/dashboards" }],
    channelNames: ["channel", "other"],
    isRepeated: false,
    labels,
    dependsOn: [],
  };
  const THRESHOLD: AlertConditionProps = {
    kind: "threshold",
    filter: "f",
    aggregation: { seconds: 300, aligner: "ALIGN_RATE", reducer: "REDUCE_SUM", groupBy: ["g"] },
    comparison: "above",
    threshold: 0.1,
    forSeconds: 60,
  };
  const condition = (props: AlertConditionProps): unknown => {
    const json = writtenIn(folder, (stack) => new AlertPolicy(stack, "alert", { ...PROPS, conditions: [props] }));
    const { conditions } = onlyResource(json, "google_monitoring_alert_policy") as { conditions: readonly object[] };
    return conditions;
  };
  const AGGREGATION = {
    alignment_period: "300s",
    per_series_aligner: "ALIGN_RATE",
    cross_series_reducer: "REDUCE_SUM",
    group_by_fields: ["g"],
  };
  const WRITTEN = {
    filter: "f",
    aggregations: [AGGREGATION],
    comparison: "COMPARISON_GT",
    threshold_value: 0.1,
    duration: "60s",
    trigger: { count: 1 },
    evaluation_missing_data: "EVALUATION_MISSING_DATA_INACTIVE",
  };

  test("a threshold that lasts says what missing data means", () => {
    expect(condition(THRESHOLD)).toEqual([{ display_name: "connections", condition_threshold: WRITTEN }]);
  });

  test("one that does not last says nothing of it, because Google would refuse it", () => {
    const { evaluation_missing_data: _, ...rest } = WRITTEN;
    expect(condition({ ...THRESHOLD, comparison: "below", forSeconds: 0 })).toEqual([
      {
        display_name: "connections",
        condition_threshold: { ...rest, comparison: "COMPARISON_LT", duration: "0s" },
      },
    ]);
  });

  test("a query opens when it has held for its time", () => {
    expect(condition({ kind: "query", query: "absent(x)", forSeconds: 60 })).toEqual([
      {
        display_name: "connections",
        condition_prometheus_query_language: { query: "absent(x)", duration: "60s", evaluation_interval: "60s" },
      },
    ]);
  });

  test("conditions of several things have names of their own", () => {
    expect(condition({ ...THRESHOLD, of: "frontend" })).toMatchObject([{ display_name: "connections: frontend" }]);
  });

  test("a page is sent again until somebody closes it, by all its channels; a ticket is not", () => {
    const strategy = (isRepeated: boolean): unknown => {
      const json = writtenIn(
        folder,
        (stack) => new AlertPolicy(stack, "alert", { ...PROPS, conditions: [THRESHOLD], isRepeated }),
      );
      return (onlyResource(json, "google_monitoring_alert_policy") as { alert_strategy: unknown }).alert_strategy;
    };
    expect(strategy(true)).toEqual({
      auto_close: "1800s",
      notification_channel_strategy: [{ notification_channel_names: ["channel", "other"], renotify_interval: "1800s" }],
    });
    expect(strategy(false)).toEqual({ auto_close: "1800s" });
  });

  test("it is on, has its channels, and its text stands in subject and content", () => {
    const json = writtenIn(folder, (stack) => new AlertPolicy(stack, "alert", { ...PROPS, conditions: [THRESHOLD] }));
    expect(onlyResource(json, "google_monitoring_alert_policy")).toMatchObject({
      enabled: true,
      combiner: "OR",
      severity: "WARNING",
      notification_channels: ["channel", "other"],
      documentation: {
        subject: "connections",
        content: "look",
        mime_type: "text/markdown",
        links: [{ display_name: "Dashboard", url: "https://console.example/dashboards" }],
      },
      alert_strategy: { auto_close: "1800s" },
      user_labels: labels,
    });
  });
});

describe("MonitoredService", () => {
  const objective = (indicator: IndicatorProps): WrittenStack =>
    writtenIn(
      folder,
      (stack) =>
        new MonitoredService(stack, "service", {
          serviceId: "api",
          displayName: "api",
          objectives: [{ id: "fast", title: "fast", goal: 0.99, rollingDays: 28, indicator }],
          labels,
          dependsOn: [],
        }),
    );

  test.each<[IndicatorProps, object]>([
    [
      { kind: "requests", badFilter: "b", totalFilter: "t" },
      { request_based_sli: { good_total_ratio: { bad_service_filter: "b", total_service_filter: "t" } } },
    ],
    [
      { kind: "latency", filter: "f", max: 500 },
      { request_based_sli: { distribution_cut: { distribution_filter: "f", range: { max: 500 } } } },
    ],
    [
      { kind: "clean-windows", badFilter: "b", totalFilter: "t", windowSeconds: 300 },
      {
        windows_based_sli: {
          window_period: "300s",
          good_total_ratio_threshold: {
            threshold: 1,
            performance: { good_total_ratio: { bad_service_filter: "b", total_service_filter: "t" } },
          },
        },
      },
    ],
    [
      { kind: "mean-windows", filter: "f", max: 5, windowSeconds: 3600 },
      { windows_based_sli: { window_period: "3600s", metric_mean_in_range: { time_series: "f", range: { max: 5 } } } },
    ],
    [
      { kind: "true-windows", filter: "f", windowSeconds: 3600 },
      { windows_based_sli: { window_period: "3600s", good_bad_metric_filter: "f" } },
    ],
  ])("%j", (indicator, expected) => {
    const slo = onlyResource(objective(indicator), "google_monitoring_slo");
    expect(slo).toMatchObject({
      slo_id: "fast",
      goal: 0.99,
      rolling_period_days: 28,
      user_labels: labels,
      ...expected,
    });
    expect(Object.keys(slo).filter((key) => key.endsWith("_sli"))).toEqual(Object.keys(expected));
  });

  test("the objective belongs to the service under its declared id", () => {
    const json = objective({ kind: "latency", filter: "f", max: 500 });
    expect(onlyResource(json, "google_monitoring_custom_service")).toMatchObject({ service_id: "api" });
    expect(onlyResource(json, "google_monitoring_slo").service).toMatch(
      /^\$\{google_monitoring_custom_service\.\w+\.service_id\}$/,
    );
  });
});

test("an uptime check declares what a hand edit could change unseen", () => {
  const json = writtenIn(
    folder,
    (stack) =>
      new UptimeCheck(stack, "check", {
        displayName: "app",
        project: "p",
        host: "app.example.com",
        path: "/live",
        periodSeconds: 60,
        accepted: ["2xx", "4xx"],
        labels,
      }),
  );
  expect(onlyResource(json, "google_monitoring_uptime_check_config")).toMatchObject({
    checker_type: "STATIC_IP_CHECKERS",
    period: "60s",
    timeout: "10s",
    selected_regions: ["EUROPE", "USA_IOWA", "USA_OREGON", "USA_VIRGINIA"],
    monitored_resource: { type: "uptime_url", labels: { host: "app.example.com", project_id: "p" } },
    http_check: {
      path: "/live",
      port: 443,
      request_method: "GET",
      use_ssl: true,
      validate_ssl: true,
      headers: { Accept: "*/*" },
      accepted_response_status_codes: [{ status_class: "STATUS_CLASS_2XX" }, { status_class: "STATUS_CLASS_4XX" }],
    },
  });
});

test("a channel is an address without a key, and goes after the policies that named it", () => {
  const json = writtenIn(
    folder,
    (stack) =>
      new NotificationChannel(stack, "channel", {
        displayName: "team",
        type: "email",
        address: { email_address: "team@example.com" },
        labels,
      }),
  );
  const channel = onlyResource(json, "google_monitoring_notification_channel");
  expect(channel).toMatchObject({
    type: "email",
    labels: { email_address: "team@example.com" },
    enabled: true,
    force_delete: false,
    lifecycle: { create_before_destroy: true },
  });
  expect(channel).not.toHaveProperty("sensitive_labels");
});

test("a log counter declares its descriptor", () => {
  const props = { name: "exits", title: "Exits", description: "d", filter: "f" };
  const json = writtenIn(folder, (stack) => new LogCounter(stack, "counter", props));
  expect(onlyResource(json, "google_logging_metric")).toMatchObject({
    name: "exits",
    filter: "f",
    disabled: false,
    metric_descriptor: { display_name: "Exits", metric_kind: "DELTA", value_type: "INT64", unit: "1" },
  });
});

test("a log metric that measures says where the value stands, and where its buckets end", () => {
  const props = {
    name: "latencies",
    title: "Latencies",
    description: "d",
    filter: "f",
    labels: { backend: "resource.labels.backend_service_name" },
    measured: { field: "httpRequest.latency", bounds: [0.5, 1] },
  };
  const json = writtenIn(folder, (stack) => new LogCounter(stack, "counter", props));
  expect(onlyResource(json, "google_logging_metric")).toMatchObject({
    label_extractors: { backend: "EXTRACT(resource.labels.backend_service_name)" },
    value_extractor: "EXTRACT(httpRequest.latency)",
    bucket_options: { explicit_buckets: { bounds: [0.5, 1] } },
    metric_descriptor: {
      metric_kind: "DELTA",
      value_type: "DISTRIBUTION",
      unit: "s",
      labels: [{ key: "backend", value_type: "STRING" }],
    },
  });
});

test("a metric of our own is a gauge with its labels", () => {
  const json = writtenIn(
    folder,
    (stack) =>
      new CustomMetric(stack, "metric", {
        type: "custom.googleapis.com/x",
        title: "X",
        description: "d",
        valueType: "BOOL",
        unit: "1",
        labels: { check: "id of the check" },
      }),
  );
  expect(onlyResource(json, "google_monitoring_metric_descriptor")).toMatchObject({
    type: "custom.googleapis.com/x",
    metric_kind: "GAUGE",
    value_type: "BOOL",
    labels: [{ key: "check", description: "id of the check", value_type: "STRING" }],
  });
});
