import type { FailureRows } from "./row";

/** Networks, their addresses, and the peering by which databases and caches are reached. */
export const NETWORK_FAILURES = {
  addressInUse: {
    patterns: [
      /IP ['"](?<address>[0-9a-f.:]{2,45}(?:\/\d{1,3})?)['"] is already being used by another resource/,
      /Specified IP address is in-use|IP_IN_USE_BY_ANOTHER_RESOURCE/,
    ],
    title: "the address {address|that is declared} is in use",
    meaning: "Another resource of the project has it.",
    remedy: "gcloud compute addresses list --project {project}, then free it or take another",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/14080",
  },
  peeringInUse: {
    patterns: [/Producer services .{0,80}? are still using this connection/],
    title: "databases or caches still use the peering",
    meaning: "Google keeps the network of a deleted instance for days, so that the instance can be restored.",
    remedy: "wait up to four days and run it again",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/16275",
  },
  peeringRangesFixed: {
    patterns: [/Cannot modify allocated ranges in CreateConnection/],
    title: "the peering exists, with other ranges",
    meaning: "It was made by hand or by an earlier deploy, and creating it again changes nothing.",
    remedy:
      "import it, or: gcloud services vpc-peerings update --service servicenetworking.googleapis.com --ranges RANGE --network NETWORK --project {project} --force",
    source: "https://github.com/gruntwork-io/terraform-google-sql/issues/36",
  },
  peeringMissing: {
    patterns: [
      /create Service Networking connection with service|NETWORK_NOT_PEERED|at least 1 private services connection|private service access is not enabled/i,
    ],
    title: "the network is not peered with Google's services",
    meaning: "Databases and caches with a private address need the peering first.",
    remedy: "gcloud services vpc-peerings list --network NETWORK --project {project}",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/3697",
  },
  rangeMissing: {
    patterns: [/allocated IP range ['"]?(?<range>[a-z][a-z0-9-]{0,62})?['"]? ?(?:[\d.'"]+ )?not found in network/i],
    title: "the range {range|of addresses} that the peering names is not reserved",
    meaning: "A peering names ranges by the names of reserved addresses.",
    remedy: "gcloud compute addresses list --global --project {project}",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/11100",
  },
  rangesFull: {
    patterns: [/find free blocks in allocated IP ranges|IP_SPACE_EXHAUSTED|No available IP addresses/i],
    title: "no addresses are left in the range",
    meaning:
      "Each database and each cache takes a block of the range that is peered, and each instance of a service an address.",
    remedy: "reserve another range for the peering, or a larger subnet",
    source: "https://cloud.google.com/vpc/docs/configure-private-services-access",
  },
} as const satisfies FailureRows;
