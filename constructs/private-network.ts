import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { preventDeletion } from "./later-arguments";

/** Props of {@link PrivateNetwork}. */
export interface PrivateNetworkProps {
  readonly region: string;
  readonly networkName: string;
  readonly subnetName: string;
  /** /26 or larger: the subnet of direct VPC egress. */
  readonly subnetCidr: string;
  readonly peeringRangeName: string;
  readonly peering: { readonly address: string; readonly prefixLength: number };
  /** The Compute API. */
  readonly dependsOn: readonly ITerraformDependable[];
  /** The Service Networking API. */
  readonly peeringDependsOn: readonly ITerraformDependable[];
}

/**
 * VPC, one subnet for Cloud Run's direct egress (no connector: nothing to size, nothing always billed), and the
 * range peered with Google in which Cloud SQL and Memorystore live. Optional arguments that the API would fill
 * in are declared, because a hand edit of an undeclared one is invisible to every plan.
 */
export class PrivateNetwork extends Construct {
  /** Private services exist only once this does. */
  readonly connection: ServiceNetworkingConnection;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const network = new ComputeNetwork(this, "Default", {
      name: props.networkName,
      autoCreateSubnetworks: false,
      routingMode: "REGIONAL",
      mtu: 1460,
      deleteDefaultRoutesOnCreate: false,
      dependsOn: [...props.dependsOn],
    });
    new ComputeSubnetwork(this, "subnet", {
      name: props.subnetName,
      region: props.region,
      network: network.id,
      ipCidrRange: props.subnetCidr,
      privateIpGoogleAccess: true,
      stackType: "IPV4_ONLY",
      purpose: "PRIVATE",
      privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
      // A tenth of the flows shows who talked to a database, at a tenth of the price.
      logConfig: {
        aggregationInterval: "INTERVAL_10_MIN",
        flowSampling: 0.1,
        metadata: "INCLUDE_ALL_METADATA",
      },
    });
    const range = new ComputeGlobalAddress(this, "peering-range", {
      name: props.peeringRangeName,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: props.peering.address,
      prefixLength: props.peering.prefixLength,
      network: network.id,
    });
    preventDeletion(range);
    this.connection = new ServiceNetworkingConnection(this, "peering", {
      network: network.id,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [range.name],
      // Google keeps producer resources for a while after their deletion; a failed delete would block the stack.
      deletionPolicy: "ABANDON",
      updateOnCreationFail: true,
      dependsOn: [...props.peeringDependsOn],
    });
  }
}
