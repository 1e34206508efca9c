import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { AlertPolicy, type AlertConditionProps } from "../constructs/alert-policy";
import { CustomMetric } from "../constructs/custom-metric";
import { LogCounter } from "../constructs/log-metric";
import { EmailChannel } from "../constructs/notification-channel";
import { MonitoredService, type IndicatorProps } from "../constructs/objective";
import { UptimeCheck } from "../constructs/uptime-check";
import { alertsOf, type Alert, type Condition } from "../monitoring/alerts";
import { alertText } from "../monitoring/alerts/text";
import { canonicalJson } from "../google/canonical-json";
import { customMetricsOf } from "../monitoring/custom-metrics";
import { dashboardOf } from "../monitoring/dashboard";
import type { ContactClass } from "../environments/environment";
import { burnRateText, filterText, silenceText } from "../monitoring/filters";
import { logMetricType, logMetricsOf } from "../monitoring/log-metrics";
import { logMetricName, monitoredServiceId } from "../environments/names";
import { monitoredServices, objectivesOf, type Indicator } from "../monitoring/slos";
import { UPTIME_PERIOD_SECONDS, uptimeChecksOf } from "../monitoring/uptime";
import { EnvironmentStack, labelsOf, type EnvironmentStackProps } from "./environment-stack";

/** What changes weekly: alerts, objectives, checks and their channels. Every row comes from the environment's tables. */
export class MonitoringStack extends EnvironmentStack {
  /** Metric's type → the resource that an alert on it depends on. */
  private readonly metrics = new Map<string, ITerraformDependable>();
  /** `service/objective` → its full name. */
  private readonly objectives = new Map<string, string>();
  private readonly labels: Readonly<Record<string, string>>;

  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, "monitoring", props);
    // The provider's default labels do not reach Monitoring.
    this.labels = labelsOf(this.environment);
    this.declareMetrics();
    this.declareUptimeChecks();
    this.declareObjectives();
    this.declareAlerts();
    new MonitoringDashboard(this, "dashboard", { dashboardJson: canonicalJson(dashboardOf(this.environment)) });
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
      const service = new MonitoredService(this, `objectives-${key}`, {
        serviceId: monitoredServiceId(environment, key),
        displayName: `${environment.name} ${key}`,
        objectives: own.map((objective) => ({ ...objective, indicator: indicatorProps(objective.indicator) })),
        labels,
        dependsOn: this.waitsFor(own.flatMap(({ indicator }) => metricsOf(indicator))),
      });
      for (const [id, name] of service.objectiveNames) this.objectives.set(`${key}/${id}`, name);
    }
  }

  private declareAlerts(): void {
    const { environment, labels } = this;
    const channels = new Map(
      Object.entries(environment.contacts).map(([contact, { team, email }]) => [
        contact as ContactClass,
        new EmailChannel(this, `channel-${contact}`, {
          displayName: `${environment.name} ${contact}: ${team}`,
          email,
          labels,
        }).channelName,
      ]),
    );
    for (const alert of alertsOf(environment)) {
      const channelName = channels.get(alert.class);
      if (channelName === undefined) throw new Error(`no channel for "${alert.class}"; name it under contacts`);
      new AlertPolicy(this, `alert-${alert.id}`, {
        displayName: `${environment.name}: ${alert.title}`,
        severity: alert.severity,
        condition: this.conditionProps(alert.condition),
        documentation: alertText(environment, alert),
        channelName,
        labels: { ...labels, alert: alert.id },
        dependsOn: this.waitsFor(readBy(alert)),
      });
    }
  }

  /** Google's own metrics are there already. */
  private waitsFor(metrics: readonly string[]): readonly ITerraformDependable[] {
    return [...new Set(metrics.flatMap((name) => this.metrics.get(name) ?? []))];
  }

  private conditionProps(condition: Condition): AlertConditionProps {
    switch (condition.kind) {
      case "threshold": {
        const { series, dividedBy, ...rest } = condition;
        return {
          ...rest,
          filter: filterText(series),
          ...(dividedBy && { denominatorFilter: filterText(dividedBy) }),
        };
      }
      case "silence":
        return { kind: "query", query: silenceText(condition.metric, condition.resource, condition.hours) };
      case "burn-rate": {
        const { of, objective, lookbackSeconds, factor } = condition;
        const name = this.objectives.get(`${of}/${objective}`);
        if (name === undefined) throw new Error(`no objective "${objective}" of ${of}; name it in monitoring/slos.ts`);
        const filter = burnRateText(name, lookbackSeconds);
        return { kind: "threshold", filter, comparison: "above", threshold: factor, forSeconds: 0 };
      }
    }
  }
}

/** Types of the metrics that an alert reads itself; a burn rate names its objective, which Terraform orders by. */
function readBy({ condition }: Alert): readonly string[] {
  switch (condition.kind) {
    case "threshold":
      return [condition.series.metric];
    case "silence":
      return [condition.metric];
    case "burn-rate":
      return [];
  }
}

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
