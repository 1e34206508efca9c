import { DATABASE_ACCESS } from "../../../../google/hardened/cloud-sql";
import { hardenedCheck, judgeHardened } from "../../../core/hardened";
import { UNKNOWN, blockPaths, referencesAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue } from "../../../core/judge";
import { milder, unknown, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { RUN_SERVICE } from "../programs/cloud-run";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { mountsSockets } from "./sql-connections";

const IP = "settings[0].ip_configuration[0]";

/** A network, or Private Service Connect instead. A reference to a network is one, whatever its id will be. */
function privateWay(instance: Resource): readonly Verdict[] {
  const path = `${IP}.private_network`;
  if (valueAt(instance, `${IP}.psc_config[0].psc_enabled`) === true) return [];
  const isNetwork = referencesAt(instance, path).some((address) => !/(^|\.)(local|random_\w+)\./.test(address));
  if (valueAt(instance, path) === UNKNOWN && isNetwork) return [];
  return judgeValue(instance, path, (value) => typeof value === "string" && value !== "", "a network");
}

const privateOnly: Rule = {
  id: "sql-private",
  kind: "exposed",
  severity: "critical",
  title: "The database has a private address only",
  why: "Undeclared, ipv4_enabled is true: the database then answers the internet, and a /0 network lets everyone try.",
  fix: "set ipv4_enabled to false, private_network to the VPC, and remove authorized_networks",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const networks = `${IP}.authorized_networks`;
    const shape = [...judgeHardened(instance, DATABASE_ACCESS.ipv4Enabled), ...privateWay(instance)];
    const ranges = blockPaths(instance, networks).flatMap((network) =>
      judgeValue(
        instance,
        `${network}.value`,
        // Two halves are the whole as well.
        (range) => typeof range !== "string" || !/\/[0-3]$/.test(range),
        "a narrower range",
      ),
    );
    return [
      // Google's default: an address that admits no network is reached through the proxy and the connectors alone, and one that
      // admits ranges which somebody named admits no stranger either. The range lets everyone in, not the address.
      ...milder("medium", shape),
      ...(valueAt(instance, networks) === UNKNOWN ? [unknown(instance, networks)] : []),
      // Without a public address it opens nothing until somebody gives the instance one.
      ...(valueAt(instance, DATABASE_ACCESS.ipv4Enabled.path) === false ? milder("medium", ranges) : ranges),
    ];
  }),
};

const encrypted: Rule = {
  id: "sql-encrypted",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "The database refuses connections that are not encrypted",
  why: "Left out, Google allows plain connections, and a change by hand is invisible to every plan.",
  fix: `set ssl_mode to ${DATABASE_ACCESS.sslMode.value}`,
  check: hardenedCheck(DATABASE_ACCESS.sslMode, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
};

const usesSocket = (estate: Estate): boolean =>
  estate.ofType(RUN_SERVICE).some((service) => mountsSockets(service) === true);

const serverCa: Rule = {
  id: "sql-server-ca",
  kind: "down",
  severity: "high",
  title: "Beside Cloud Run's built-in connection the instance has its own certificate authority",
  why: "With a shared or a customer's authority the sockets under /cloudsql do not connect (Cloud SQL, connect from Cloud Run).",
  fix: `set server_ca_mode to ${DATABASE_ACCESS.serverCaMode.value}`,
  check: forEveryResource(SQL_INSTANCE, (instance, estate) =>
    usesSocket(estate)
      ? // Left out it is this one; that it is declared is another rule's matter.
        judgeHardened(instance, DATABASE_ACCESS.serverCaMode, undefined)
      : [],
  ),
};

/** Who reaches the database, and how. */
export const sqlAccessRules: readonly Rule[] = [privateOnly, encrypted, serverCa];
