import { blockPaths, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { variablesLike, variablesNamed } from "./variable";
import { WORKLOAD_TYPES, containersOf } from "./workloads";

/** A URL or an address of the machine itself. */
const LOCAL = /^(([a-z][a-z0-9+.-]*:\/\/)?([^/@\s]*@)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/\S*)?)$/i;

/** Parameters by which a URL leads to a socket of the machine, whatever its host says (https://cloud.google.com/sql/docs/postgres/connect-run). */
const BY_SOCKET = /[?&](host|socket|unix_?socket(_path)?)=(\/|%2F)/i;

/** What listens is not what is called, and a collector may stand beside every process. */
const OF_ITSELF = /^(HOST|HOSTNAME|LISTEN\w*|BIND\w*|\w*_(LISTEN|BIND)(_ADDR(ESS)?|_HOST)?|NO_PROXY|OTEL_\w+)$/i;

const isAlone = (service: Resource): boolean => blockPaths(service, containersOf(service)).length === 1;

const localhost: Rule = {
  id: "env-localhost",
  kind: "down",
  severity: "high",
  title: "No variable leads to localhost where nothing else runs",
  why: "In a container localhost is the container: a default of a laptop that reached production answers nothing (incident 2).",
  fix: "name the service's host, or the resource's address",
  check: (estate) =>
    variablesLike(estate, (name, text) => LOCAL.test(text.trim()) && !BY_SOCKET.test(text) && !OF_ITSELF.test(name))
      // A second container may be what is called.
      .filter(({ service }) => isAlone(service))
      .map(({ service, name, path }) => violation(service, `${path}: "${name}" leads to localhost`)),
};

const DATABASE_USER = /(^|_)(DB|DATABASE|SQL|MYSQL|PG|POSTGRES|POSTGRESQL)_?USER(NAME)?$/i;
/** Users that Cloud SQL makes by itself, which may do nearly everything. */
const SUPERUSER = /^(postgres|root|sqlserver|sa)$/;

const superuser: Rule = {
  id: "env-database-superuser",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "A program signs in at its database as a user of its own",
  why: "As postgres or root it may drop every table and make users: whoever gets into the program may as well.",
  fix: "make a google_sql_user for the program, and grant it what that needs in the database",
  source: "https://cloud.google.com/sql/docs/postgres/users",
  check: (estate) =>
    variablesNamed(estate, (name) => DATABASE_USER.test(name), WORKLOAD_TYPES)
      .filter(({ text = "" }) => SUPERUSER.test(text))
      .map(({ service, name, path }) =>
        violation(service, `${path}: "${name}" names the database's own administrator`),
      ),
};

const ORIGINS = /(CORS|ALLOWED|TRUSTED).*ORIGINS?(_|$)|^ORIGINS?$|CORS_(ALLOW|DOMAINS?|HOSTS?)/i;

const anyOrigin: Rule = {
  id: "env-any-origin",
  kind: "exposed",
  severity: "high",
  title: "Origins are named",
  why: "With * every site may call with a visitor's browser, and WebSockets know no other protection from that.",
  fix: "list the origins of your own pages",
  check: (estate) =>
    variablesNamed(estate, (name) => ORIGINS.test(name), WORKLOAD_TYPES)
      .filter(({ text = "", isUnknown }) => isUnknown || text.split(",").some((origin) => origin.trim() === "*"))
      .map(({ service, name, path, isUnknown }) =>
        isUnknown ? unknown(service, path) : violation(service, `${path}: "${name}" allows every origin`),
      ),
};

/** Values that no team means, whoever wrote them. */
export const variableValueRules: readonly Rule[] = [localhost, anyOrigin, superuser];
