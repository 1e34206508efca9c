import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeRegionNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-region-network-endpoint-group";
import { Construct } from "constructs";
import { BACKEND_ROWS } from "../google/hardened/load-balancer";
import { replacedName } from "./replaced-name";

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
      loadBalancingScheme: BACKEND_ROWS.loadBalancingScheme.value,
      protocol: BACKEND_ROWS.protocol.value,
      portName: BACKEND_ROWS.portName.value,
      timeoutSec: BACKEND_ROWS.timeoutSec.value,
      connectionDrainingTimeoutSec: BACKEND_ROWS.drainingTimeoutSec.value,
      sessionAffinity: BACKEND_ROWS.sessionAffinity.value,
      securityPolicy: props.securityPolicyId,
      // From outside nothing else tells which row of the host table led a request here.
      customResponseHeaders: [`${props.serviceHeader}: ${props.service}`],
      logConfig: { enable: BACKEND_ROWS.logging.value, sampleRate: 1, optionalMode: "EXCLUDE_ALL_OPTIONAL" },
      iap: { enabled: BACKEND_ROWS.iap.value },
      backend: [{ group: neg.id }],
    }).id;
  }
}
