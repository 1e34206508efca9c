import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeRegionNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-region-network-endpoint-group";
import { Construct } from "constructs";
import { replacedName } from "./replaced-name";

/**
 * The plan's value and the only one Google accepts on a serverless NEG. It bounds no request: that is Cloud Run's
 * request timeout. Declared, because a declared value is one whose manual change shows (docs/decisions/001).
 */
export const BACKEND_TIMEOUT_SECONDS = 30;

/** The plan's value. Sockets drain on Cloud Run: the old revision finishes its requests. */
export const DRAINING_TIMEOUT_SECONDS = 60;

/** Props of {@link ServerlessBackend}. */
export interface ServerlessBackendProps {
  readonly name: string;
  readonly negBaseName: string;
  readonly region: string;
  /** Cloud Run service in the same project and region. */
  readonly service: string;
  readonly securityPolicyId: string;
  /** Response header that names the service. */
  readonly serviceHeader: string;
}

/**
 * Backend service in front of one Cloud Run service. No health check and no affinity: Google refuses the one and
 * ignores the other on serverless NEGs; Cloud Run's probes and its own session affinity do that work.
 */
export class ServerlessBackend extends Construct {
  readonly backendId: string;

  constructor(scope: Construct, id: string, props: ServerlessBackendProps) {
    super(scope, id);
    const neg = new ComputeRegionNetworkEndpointGroup(this, "neg", {
      name: replacedName(props.negBaseName, props.region, props.service),
      region: props.region,
      networkEndpointType: "SERVERLESS",
      cloudRun: { service: props.service },
      // Every argument forces a replacement, and a NEG in use cannot be deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    this.backendId = new ComputeBackendService(this, "Default", {
      name: props.name,
      loadBalancingScheme: "EXTERNAL_MANAGED",
      protocol: "HTTPS",
      // Not "https": any other name is refused on a serverless NEG, and HTTPS would infer it.
      portName: "http",
      timeoutSec: BACKEND_TIMEOUT_SECONDS,
      connectionDrainingTimeoutSec: DRAINING_TIMEOUT_SECONDS,
      sessionAffinity: "NONE",
      securityPolicy: props.securityPolicyId,
      // From outside nothing else tells which row of the host table led a request here.
      customResponseHeaders: [`${props.serviceHeader}: ${props.service}`],
      logConfig: { enable: true, sampleRate: 1, optionalMode: "EXCLUDE_ALL_OPTIONAL" },
      // Declared off: switched on by hand, it would ask every socket to sign in to Google.
      iap: { enabled: false },
      backend: [{ group: neg.id }],
    }).id;
  }
}
