import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, plainText } from "../../../core/judge";
import { milder, unknown, violation, type Rule } from "../../../core/rule";
import { derivedFact } from "../../../core/estate";
import { REVISION_ANNOTATIONS, annotationValue } from "../programs/cloud-run-annotations";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { variablesLike } from "../programs/variable";
import { RUN_V1, templateOf } from "../programs/workloads";

const CONNECTIONS = "run.googleapis.com/cloudsql-instances";

/** A path below which Cloud Run puts the sockets of Cloud SQL, wherever it stands in a text. */
const SOCKET_PATH = /(^|[=@(:/])\/cloudsql\//;

/** A variable that says where a socket is; of what is made of a new database nobody knows whether it is a path. */
const isSocketName = (name: string): boolean => /SOCKET/i.test(name);
const DATABASE = /(^|\.)google_sql_database_instance\./;

/** Whether a workload mounts the sockets of Cloud SQL. */
export function mountsSockets(workload: Resource): boolean | typeof UNKNOWN {
  if (workload.type === RUN_V1) {
    const annotation = annotationValue(workload, REVISION_ANNOTATIONS, CONNECTIONS);
    return annotation === UNKNOWN ? UNKNOWN : plainText(annotation) !== "";
  }
  const path = `${templateOf(workload)}.volumes`;
  if (valueAt(workload, path) === UNKNOWN) return UNKNOWN;
  return blockPaths(workload, path).some(
    (volume) => valueAt(workload, `${volume}.cloud_sql_instance[0]`) !== undefined,
  );
}

const socketVolume: Rule = {
  id: "run-cloudsql-volume",
  kind: "down",
  severity: "high",
  title: "A service that is told a path below /cloudsql has Cloud SQL's sockets there",
  why: "Without the volume, or the annotation in version 1, there is no such path: every connection fails with ENOENT.",
  fix: "add a volume with cloud_sql_instance and mount it at /cloudsql (version 1: the annotation run.googleapis.com/cloudsql-instances)",
  source: "https://cloud.google.com/sql/docs/postgres/connect-run",
  check: (estate) =>
    variablesLike(
      estate,
      (name, text) => SOCKET_PATH.test(text) || isSocketName(name),
      (name) => /SOCKET|HOST|URL|URI|DSN|CONN|DB|SQL/i.test(name),
    )
      .filter(({ service, name, text, path, isUnknown }) =>
        isUnknown
          ? isSocketName(name) && referencesAt(service, `${path}.value`).some((from) => DATABASE.test(from))
          : text !== undefined && SOCKET_PATH.test(text),
      )
      .flatMap(({ service, name, path, isUnknown }) => {
        const mounted = mountsSockets(service);
        if (isUnknown && mounted === false) return [unknown(service, path)];
        if (mounted === UNKNOWN) return [unknown(service, `${templateOf(service)}.volumes`)];
        return mounted
          ? []
          : [violation(service, `${path}: "${name}" leads below /cloudsql, and nothing is mounted there`)];
      }),
};

const NETWORK = "google_compute_network";
const PEERING = "google_service_networking_connection";

/** Networks that are peered with Google's services here. */
const peered = derivedFact(
  (estate): ReadonlySet<Resource> =>
    new Set(estate.ofType(PEERING).flatMap((peering) => targetsOf(estate, peering, "network", [NETWORK]))),
);

/** What takes a private address from the range that is peered with Google, and where it names the network. */
const PRIVATE: readonly (readonly [type: string, path: string])[] = [
  [SQL_INSTANCE, "settings[0].ip_configuration[0].private_network"],
  ["google_redis_instance", "authorized_network"],
  ["google_filestore_instance", "networks[0].network"],
  ["google_alloydb_cluster", "network_config[0].network"],
];

/** Only Memorystore and Filestore can do without, by a peering of their own. */
const needsPeering = (resource: Resource): boolean =>
  !/redis|filestore/.test(resource.type) ||
  [textAt(resource, "connect_mode"), textAt(resource, "networks[0].connect_mode")].includes("PRIVATE_SERVICE_ACCESS");

const peering: Rule = {
  id: "network-peering-missing",
  kind: "refused",
  severity: "high",
  title: "A new network is peered with Google's services before a database takes an address from it",
  why: "Without private services access Google refuses the instance: the network has no range to take an address from.",
  fix: "declare a google_compute_global_address with purpose VPC_PEERING and a google_service_networking_connection, and make the instance depend on it",
  source: "https://cloud.google.com/sql/docs/postgres/configure-private-services-access",
  check: (estate) =>
    PRIVATE.flatMap(([type, path]) =>
      estate.ofType(type).flatMap((resource) =>
        targetsOf(estate, resource, path, [NETWORK])
          // What exists already may be peered in another state.
          .filter((network) => network.isNew && needsPeering(resource) && !peered(estate).has(network))
          .map((network) => violation(resource, `${path}: ${network.address} found, which is new and has no peering`)),
      ),
    ),
};

const userPassword: Rule = {
  id: "sql-user-password",
  kind: "exposed",
  severity: "critical",
  title: "A user of a database has a password",
  why: "MySQL asks nobody for one then: whoever reaches the database is that user. PostgreSQL lets nobody in, and Google refuses such a user.",
  fix: "set password_wo with password_wo_version, or take an IAM user",
  source: "https://cloud.google.com/sql/docs/mysql/create-manage-users",
  check: forEveryResource("google_sql_user", (user, estate) => {
    if (![undefined, "", "BUILT_IN"].includes(textAt(user, "type"))) return [];
    const [instance] = targetsOf(estate, user, "instance", [SQL_INSTANCE]);
    const engine = instance && valueAt(instance, "database_version");
    // Only here the engine is known.
    if (!instance || !(engine === UNKNOWN || /^(MYSQL|POSTGRES)/.test(plainText(engine)))) return [];
    const passwords = ["password", "password_wo", "password_wo_version"].map((path) => valueAt(user, path));
    // A write-only password never stands in a plan: its version tells that there is one.
    if (passwords.some((value) => value !== undefined && value !== "")) return [];
    if (valueAt(user, "type") === UNKNOWN) return [unknown(user, "type")];
    if (engine === UNKNOWN) return [unknown(user, "instance")];
    const found = [violation(user, "password: nothing found, a password needed")];
    return plainText(engine).startsWith("MYSQL") ? found : milder("medium", found);
  }),
};

/** How services and people get to a database. */
export const sqlConnectionRules: readonly Rule[] = [socketVolume, peering, userPassword];
