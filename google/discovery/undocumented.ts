import { UNDOCUMENTED_MEMBERS } from "../dashboard-messages";

/** Members by schema, in the notation of `notation.ts`. */
type Schemas = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Members that Google's APIs take and answer, and that their discovery documents do not have, by document: features that
 * Google calls a preview, mostly. A member goes from here when its document has it.
 */
export const UNDOCUMENTED: Readonly<Record<string, Schemas>> = {
  // "Success threshold" of a readiness probe (https://cloud.google.com/run/docs/configuring/healthchecks); sent by the
  // provider since 7.19.
  // Sent with every network by the provider since 7.0 (resource_compute_network.go); a command, which no answer has.
  "compute.v1": { NetworkRoutingConfig: { deleteBgpAlwaysCompareMed: "boolean" } },
  "monitoring.v1": Object.fromEntries(
    Object.entries(UNDOCUMENTED_MEMBERS).map(([schema, names]) => [
      schema,
      Object.fromEntries(names.split(" ").map((name) => [name, "any"])),
    ]),
  ),
  "run.v2": { GoogleCloudRunV2Probe: { successThreshold: "int32" } },
};
