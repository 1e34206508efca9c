import { MonitoringCustomService } from "@cdktf/provider-google/lib/monitoring-custom-service";
import { MonitoringSlo, type MonitoringSloConfig } from "@cdktf/provider-google/lib/monitoring-slo";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** What an objective measures; filters are in Monitoring's language. */
export type IndicatorProps =
  | { readonly kind: "requests"; readonly badFilter: string; readonly totalFilter: string }
  | { readonly kind: "latency"; readonly filter: string; readonly max: number }
  | {
      readonly kind: "clean-windows";
      readonly badFilter: string;
      readonly totalFilter: string;
      readonly windowSeconds: number;
    }
  | { readonly kind: "mean-windows"; readonly filter: string; readonly max: number; readonly windowSeconds: number }
  | { readonly kind: "true-windows"; readonly filter: string; readonly windowSeconds: number };

/** One objective of a service. */
export interface ObjectiveProps {
  readonly id: string;
  readonly title: string;
  /** Share that has to be good, above 0 and at most 0.9999. */
  readonly goal: number;
  /** 1–30. */
  readonly rollingDays: number;
  readonly indicator: IndicatorProps;
}

/** Props of {@link MonitoredService}. */
export interface MonitoredServiceProps {
  readonly serviceId: string;
  readonly displayName: string;
  readonly objectives: readonly ObjectiveProps[];
  readonly labels: Readonly<Record<string, string>>;
  /** The metrics of our own that objectives read. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A monitored service and its objectives. Ids are declared: an objective keeps its address and its history by them. */
export class MonitoredService extends Construct {
  constructor(scope: Construct, id: string, props: MonitoredServiceProps) {
    super(scope, id);
    const service = new MonitoringCustomService(this, "Default", {
      serviceId: props.serviceId,
      displayName: props.displayName,
      userLabels: { ...props.labels },
    });
    for (const objective of props.objectives) {
      new MonitoringSlo(this, objective.id, {
        service: service.serviceId,
        sloId: objective.id,
        displayName: objective.title,
        goal: objective.goal,
        rollingPeriodDays: objective.rollingDays,
        userLabels: { ...props.labels },
        dependsOn: [...props.dependsOn],
        ...indicatorConfig(objective.indicator),
        // The provider never reads it back, and it forces a replacement: an imported objective would be replaced.
        lifecycle: { ignoreChanges: ["service"] },
      });
    }
  }
}

function indicatorConfig(indicator: IndicatorProps): Pick<MonitoringSloConfig, "requestBasedSli" | "windowsBasedSli"> {
  switch (indicator.kind) {
    case "requests":
      return {
        requestBasedSli: {
          goodTotalRatio: { badServiceFilter: indicator.badFilter, totalServiceFilter: indicator.totalFilter },
        },
      };
    case "latency":
      return {
        requestBasedSli: { distributionCut: { distributionFilter: indicator.filter, range: { max: indicator.max } } },
      };
    case "clean-windows":
      return {
        windowsBasedSli: {
          windowPeriod: `${indicator.windowSeconds}s`,
          goodTotalRatioThreshold: {
            threshold: 1,
            performance: {
              goodTotalRatio: { badServiceFilter: indicator.badFilter, totalServiceFilter: indicator.totalFilter },
            },
          },
        },
      };
    case "mean-windows":
      return {
        windowsBasedSli: {
          windowPeriod: `${indicator.windowSeconds}s`,
          metricMeanInRange: { timeSeries: indicator.filter, range: { max: indicator.max } },
        },
      };
    case "true-windows":
      return {
        windowsBasedSli: { windowPeriod: `${indicator.windowSeconds}s`, goodBadMetricFilter: indicator.filter },
      };
  }
}
