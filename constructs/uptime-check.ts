import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { Construct } from "constructs";

/** Below the period, and twice the handshake that the plan allows: what takes longer is down for a person who waits. */
const TIMEOUT_SECONDS = 10;

/** Google asks for three places at least; four, on two continents, so that one may fail without a word. */
const REGIONS = ["EUROPE", "USA_IOWA", "USA_OREGON", "USA_VIRGINIA"] as const;

/** Props of {@link UptimeCheck}. */
export interface UptimeCheckProps {
  readonly displayName: string;
  readonly project: string;
  readonly host: string;
  readonly path: string;
  readonly periodSeconds: number;
  /** Classes of answers that count as up. */
  readonly accepted: readonly ("2xx" | "3xx" | "4xx")[];
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
        // Declared, or a header that is added by hand, such as a key, would not show.
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
