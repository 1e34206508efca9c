import { SERVICE_EGRESS } from "../google/hardened/cloud-run";
import type { SecretReference } from "./secret";

/** What services and jobs of Cloud Run declare alike. */

/** A variable: text, or a secret by reference. */
export type EnvironmentValue = { readonly value: string } | { readonly secret: SecretReference };

/** A network and the subnet whose addresses are used. */
export interface VpcProps {
  readonly networkId: string;
  readonly subnetId: string;
}

/** Direct VPC egress. */
export const directEgress = ({ networkId, subnetId }: VpcProps) => ({
  networkInterfaces: [{ network: networkId, subnetwork: subnetId }],
  egress: SERVICE_EGRESS.egress.value,
});

/** An entry of a container's `env`. */
export const variableEntry = (name: string, value: EnvironmentValue) =>
  "secret" in value
    ? { name, valueSource: { secretKeyRef: { secret: value.secret.secretId, version: value.secret.version } } }
    : { name, value: value.value };
