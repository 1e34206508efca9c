import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { AlertPolicy, type AlertConditionProps } from "../constructs/alert-policy";
import { CustomMetric } from "../constructs/custom-metric";
import { LogCounter } from "../constructs/log-metric";
import { NotificationChannel } from "../constructs/notification-channel";
import { MonitoredService, type IndicatorProps } from "../constructs/objective";
import { UptimeCheck } from "../constructs/uptime-check";
import { SEVERITY_OF, alertsOf, type Condition } from "../monitoring/alerts";
import { alertText } from "../monitoring/alerts/text";
import { canonicalJson } from "../google/canonical-json";
import { templateLiteral } from "../google/template-text";
import { customMetricsOf } from "../monitoring/custom-metrics";
import { dashboardOf } from "../monitoring/dashboard";
import { channelsOf, type Channel } from "../environments/channels";
import { dashboardLink, dashboardName } from "../environments/console-links";
import { filterText } from "../monitoring/filters";
import { logMetricType, logMetricsOf } from "../monitoring/log-metrics";
import { logMetricName, monitoredServiceId } from "../environments/names";
import { monitoredServices, objectivesOf, type Indicator } from "../monitoring/slos";
import { UPTIME_PERIOD_SECONDS, uptimeChecksOf } from "../monitoring/uptime";
import { EnvironmentStack, labelsOf, type EnvironmentStackProps } from "./environment-stack";

/** What changes weekly: alerts, objectives, checks and their channels. Every row comes from the environment's tables. */
export class MonitoringStack extends EnvironmentStack {
  /** Metric's type → the resource that an alert on it depends on. */
  private readonly metrics = new Map<string, ITerraformDependable>();
  private readonly labels: Readonly<Record<string, string>>;

  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, "monitoring", props);
    // The provider's default labels do not reach Monitoring.
    this.labels = labelsOf(this.environment);
    this.declareMetrics();
    this.declareUptimeChecks();
    this.declareObjectives();
    this.declareAlerts();
    // A legend names a label as `${metric.labels.…}`, which Terraform would take for an expression of its own.
    const dashboardJson = templateLiteral(canonicalJson(dashboardOf(this.environment)));
    new MonitoringDashboard(this, "dashboard", { dashboardJson });
  }

  private declareMetrics(): void {
    const { environment } = this;
    for (const { role, ...metric } of logMetricsOf(environment)) {
      const counter = new LogCounter(this, `log-${role}`, { ...metric, name: logMetricName(environment, role) });
      this.metrics.set(logMetricType(environment, role), counter.metric);
    }
    for (const metric of customMetricsOf(environment)) {
      const id = metric.type.replace(/^.*\/netra\//, "").replace(/[/_]/g, "-");
      this.metrics.set(metric.type, new CustomMetric(this, `metric-${id}`, metric).descriptor);
    }
  }

  private declareUptimeChecks(): void {
    const { environment, labels } = this;
    for (const { key, ...check } of uptimeChecksOf(environment)) {
      new UptimeCheck(this, `uptime-${key}`, {
        ...check,
        displayName: `${check.host}${check.path}`,
        project: environment.project,
        periodSeconds: UPTIME_PERIOD_SECONDS,
        labels,
      });
    }
  }

  private declareObjectives(): void {
    const { environment, labels } = this;
    const objectives = objectivesOf(environment);
    for (const key of monitoredServices(environment)) {
      const own = objectives.filter((objective) => objective.of === key);
      new MonitoredService(this, `objectives-${key}`, {
        serviceId: monitoredServiceId(environment, key),
        displayName: `${environment.name} ${key}`,
        objectives: own.map((objective) => ({ ...objective, indicator: indicatorProps(objective.indicator) })),
        labels,
        dependsOn: this.waitsFor(own.flatMap(({ indicator }) => metricsOf(indicator))),
      });
    }
  }

  private declareAlerts(): void {
    const { environment, labels } = this;
    const names = new Map(channelsOf(environment).map((channel) => [channel.key, this.channelName(channel)]));
    for (const alert of alertsOf(environment)) {
      const isPage = alert.response === "page";
      new AlertPolicy(this, `alert-${alert.id}`, {
        displayName: `${environment.name}: ${alert.title}`,
        severity: SEVERITY_OF[alert.response],
        conditions: alert.conditions.map(conditionProps),
        documentation: alertText(environment, alert),
        links: [{ displayName: `Dashboard: ${dashboardName(environment)}`, url: dashboardLink(environment) }],
        channelNames: environment.contacts[alert.class][alert.response].flatMap((key) => names.get(key) ?? []),
        isRepeated: isPage,
        labels: { ...labels, alert: alert.id },
        dependsOn: this.waitsFor(alert.conditions.flatMap(readBy)),
      });
    }
  }

  /** Full name of a channel: declared here, or made by a person because it holds a key. */
  private channelName({ key, displayName, declared, madeAs }: Channel): string {
    return declared
      ? new NotificationChannel(this, `channel-${key}`, {
          ...declared,
          displayName,
          // Verification finds it again by its key: Google shows nobody a whole address.
          labels: { ...this.labels, channel: key },
        }).channelName
      : `projects/${this.environment.project}/notificationChannels/${madeAs}`;
  }

  /** Google's own metrics are there already. */
  private waitsFor(metrics: readonly string[]): readonly ITerraformDependable[] {
    return [...new Set(metrics.flatMap((name) => this.metrics.get(name) ?? []))];
  }
}

function conditionProps(condition: Condition): AlertConditionProps {
  if (condition.kind === "query") {
    return { kind: "query", query: condition.query.text, forSeconds: condition.forSeconds };
  }
  const { series: counted, ...rest } = condition;
  return { ...rest, filter: filterText(counted) };
}

/** Types of the metrics that a condition reads. */
const readBy = (condition: Condition): readonly string[] =>
  condition.kind === "query" ? condition.query.metrics : [condition.series.metric];

const metricsOf = (indicator: Indicator): readonly string[] =>
  "series" in indicator ? [indicator.series.metric] : [indicator.bad.metric, indicator.total.metric];

function indicatorProps(indicator: Indicator): IndicatorProps {
  if ("series" in indicator) {
    const { series, ...rest } = indicator;
    return { ...rest, filter: filterText(series) };
  }
  const { bad, total, ...rest } = indicator;
  return { ...rest, badFilter: filterText(bad), totalFilter: filterText(total) };
}
