import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { Construct } from "constructs";
import type { StatusClass } from "../google/alerting";

/** Below the period, and twice the handshake goal: whoever waits longer takes the service for down. */
const TIMEOUT_SECONDS = 10;

/** Google demands three places; a fourth, and a second continent, let one of them fail without an alert. */
const REGIONS = ["EUROPE", "USA_IOWA", "USA_OREGON", "USA_VIRGINIA"] as const;

/** Props of {@link UptimeCheck}. */
export interface UptimeCheckProps {
  readonly displayName: string;
  readonly project: string;
  readonly host: string;
  readonly path: string;
  readonly periodSeconds: number;
  /** Classes of answers that count as up. */
  readonly accepted: readonly StatusClass[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Google's probers ask a path over HTTPS, and look at the certificate as a browser would. */
export class UptimeCheck extends Construct {
  constructor(scope: Construct, id: string, props: UptimeCheckProps) {
    super(scope, id);
    new MonitoringUptimeCheckConfig(this, "Default", {
      displayName: props.displayName,
      monitoredResource: { type: "uptime_url", labels: { host: props.host, project_id: props.project } },
      period: `${props.periodSeconds}s`,
      timeout: `${TIMEOUT_SECONDS}s`,
      selectedRegions: [...REGIONS],
      checkerType: "STATIC_IP_CHECKERS",
      logCheckFailures: true,
      httpCheck: {
        path: props.path,
        port: 443,
        requestMethod: "GET",
        useSsl: true,
        validateSsl: true,
        // Declared: otherwise no plan shows a header that somebody adds by hand, such as a key.
        headers: { Accept: "*/*" },
        maskHeaders: false,
        acceptedResponseStatusCodes: props.accepted.map((kind) => ({
          statusClass: `STATUS_CLASS_${kind.toUpperCase()}`,
        })),
      },
      userLabels: { ...props.labels },
    });
  }
}
