import { PROJECT, type TestSandbox } from "../support/sandbox";

const COMPUTE = `/compute/v1/projects/${PROJECT}/global`;

export const CONNECTIONS = "/servicenetworking/v1/services/servicenetworking.googleapis.com/connections";
export const NETWORK = `projects/${PROJECT}/global/networks/net`;

/** Creates a network with a range for Google's services, and connects them to it unless a test says otherwise. */
export async function createPrivateNetwork({ good }: Pick<TestSandbox, "good">, isConnected = true): Promise<void> {
  await good("POST", `${COMPUTE}/networks`, { name: "net", autoCreateSubnetworks: false });
  const range = {
    name: "services",
    addressType: "INTERNAL",
    purpose: "VPC_PEERING",
    address: "10.20.0.0",
    prefixLength: 16,
  };
  await good("POST", `${COMPUTE}/addresses`, { ...range, network: NETWORK });
  if (isConnected) await good("POST", CONNECTIONS, { network: NETWORK, reservedPeeringRanges: ["services"] });
}
