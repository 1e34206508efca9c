/**
 * Members that Google takes and its documents do not name, by document and schema. The provider sends each in every
 * request of its type (services/compute/resource_compute_network.go of google 7.45.0, an encoder).
 */
const UNDOCUMENTED: ReadonlySet<string> = new Set(["compute.v1 NetworkRoutingConfig.deleteBgpAlwaysCompareMed"]);

/** Whether Google takes a member that its document does not name. */
export const isUndocumented = (document: string, schema: string, member: string): boolean =>
  UNDOCUMENTED.has(`${document} ${schema}.${member}`);
