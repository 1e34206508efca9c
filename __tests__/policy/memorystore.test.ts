import { memorystoreRules } from "../../policy/packs/google/stores/memorystore";
import { describeArea } from "../support/area";

const CLUSTER = "google_redis_cluster.rooms";
const VALKEY = "google_memorystore_instance.typing";

describeArea({
  rules: memorystoreRules,
  estate: {
    [CLUSTER]: {
      authorization_mode: "AUTH_MODE_IAM_AUTH",
      transit_encryption_mode: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
      deletion_protection_enabled: true,
      replica_count: 1,
    },
    [VALKEY]: {
      authorization_mode: "IAM_AUTH",
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      deletion_protection_enabled: true,
      replica_count: 2,
    },
  },
  broken: [
    ["memorystore-auth", CLUSTER, "authorization_mode", "AUTH_MODE_DISABLED", '"AUTH_MODE_DISABLED" found'],
    ["memorystore-auth", VALKEY, "authorization_mode", undefined, "nothing found, IAM_AUTH allowed"],
    ["memorystore-tls", CLUSTER, "transit_encryption_mode", undefined, "nothing found"],
    ["memorystore-tls", VALKEY, "transit_encryption_mode", "TRANSIT_ENCRYPTION_DISABLED", "SERVER_AUTHENTICATION"],
    ["memorystore-deletion-protection", CLUSTER, "deletion_protection_enabled", false, "false found"],
    ["memorystore-deletion-protection", VALKEY, "deletion_protection_enabled", false, "false found"],
    ["memorystore-replicas", CLUSTER, "replica_count", 0, "0 found, 1 to 5"],
    ["memorystore-replicas", VALKEY, "replica_count", undefined, "nothing found"],
  ],
  held: [[CLUSTER, "deletion_protection_enabled", undefined]],
  unknown: [
    ["memorystore-auth", CLUSTER, "authorization_mode"],
    ["memorystore-tls", VALKEY, "transit_encryption_mode"],
    ["memorystore-deletion-protection", VALKEY, "deletion_protection_enabled"],
    ["memorystore-replicas", CLUSTER, "replica_count"],
  ],
});
