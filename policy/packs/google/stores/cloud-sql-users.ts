import type { Estate } from "../../../core/estate";
import { plainText } from "../../../core/judge";
import { referencedBy, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { WIDE_GRANT, findGrants } from "../identities/grants";
import { mayBeTo } from "../identities/rights";

const USER = "google_sql_user";
const ACCOUNT = "google_service_account";
const FLAGS = "settings[0].database_flags";

/** Checks each user of an instance that is here, whose engine is known. Of others nobody can say what they take. */
const everyUser =
  (judge: (user: Resource, instance: Resource, engine: string, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    estate.ofType(USER).flatMap((user) => {
      const [instance] = targetsOf(estate, user, "instance", [SQL_INSTANCE]);
      if (instance === undefined) return [];
      const version = valueAt(instance, "database_version");
      return version === UNKNOWN ? [] : judge(user, instance, plainText(version).replace(/_.*$/, ""), estate);
    });

const isIamUser = (user: Resource): boolean => (textAt(user, "type") ?? "").startsWith("CLOUD_IAM_");

const iamName: Rule = {
  id: "sql-iam-user-name",
  kind: "refused",
  severity: "medium",
  title: "A service account's user of PostgreSQL is named without .gserviceaccount.com",
  why: "Names of PostgreSQL are shorter than such an address: Google refuses it at apply, and the provider does not check.",
  fix: 'write trimsuffix(google_service_account.NAME.email, ".gserviceaccount.com")',
  source: "https://cloud.google.com/sql/docs/postgres/add-manage-iam-users",
  check: everyUser((user, _, engine) => {
    if (engine !== "POSTGRES" || textAt(user, "type") !== "CLOUD_IAM_SERVICE_ACCOUNT") return [];
    if (valueAt(user, "name") === UNKNOWN) return [unknown(user, "name")];
    return textAt(user, "name")?.endsWith(".gserviceaccount.com")
      ? [violation(user, "name: an address with .gserviceaccount.com found, one without it allowed")]
      : [];
  }),
};

/** The flag by which an engine takes tokens for passwords. */
const IAM_FLAG: Readonly<Record<string, string>> = {
  POSTGRES: "cloudsql.iam_authentication",
  MYSQL: "cloudsql_iam_authentication",
};

const iamFlag: Rule = {
  id: "sql-iam-user-flag",
  kind: "down",
  severity: "medium",
  title: "An instance with users of IAM takes their tokens",
  why: "Without the flag the user is there, and every connection with a token is refused.",
  fix: "set the flag cloudsql.iam_authentication (MySQL: cloudsql_iam_authentication) to on",
  source: "https://cloud.google.com/sql/docs/postgres/create-edit-iam-instances",
  check: everyUser((user, instance, engine) => {
    const flag = IAM_FLAG[engine];
    if (flag === undefined || !isIamUser(user)) return [];
    if (valueAt(instance, FLAGS) === UNKNOWN) return [unknown(user, "instance")];
    const flags = blockPaths(instance, FLAGS);
    const open = flags.some((path) => valueAt(instance, `${path}.name`) === UNKNOWN);
    const found = flags.find((path) => textAt(instance, `${path}.name`) === flag);
    if (found === undefined) {
      return open
        ? [unknown(user, "instance")]
        : [violation(user, `instance: one without ${flag} found, that flag needed`)];
    }
    if (valueAt(instance, `${found}.value`) === UNKNOWN) return [unknown(user, "instance")];
    return textAt(instance, `${found}.value`)?.toLowerCase() === "on"
      ? []
      : [violation(user, `instance: one whose ${flag} is off found, on needed`)];
  }),
};

/** Roles with cloudsql.instances.login (https://cloud.google.com/sql/docs/postgres/iam-roles). */
const LOGINS = /^roles\/(cloudsql\.(instanceUser|studioUser|admin)|editor|owner)$/;

const iamGrant: Rule = {
  id: "sql-iam-user-grant",
  kind: "down",
  severity: "medium",
  title: "A new account that is a user of a database may sign in",
  why: "Without roles/cloudsql.instanceUser the database refuses the token of its own user.",
  fix: "grant roles/cloudsql.instanceUser on the project to the account, beside roles/cloudsql.client",
  source: "https://cloud.google.com/sql/docs/postgres/add-manage-iam-users#grant-db-privileges",
  check: everyUser((user, _, __, estate) => {
    if (textAt(user, "type") !== "CLOUD_IAM_SERVICE_ACCOUNT") return [];
    // Of an account that is there already, another state may hold the grant.
    const [account] = referencesAt(user, "name")
      .flatMap((from) => referencedBy(estate, user, from, [ACCOUNT]))
      .filter(({ isNew }) => isNew);
    if (account === undefined) return [];
    const mayLogIn = findGrants(estate, WIDE_GRANT).some(
      (grant) =>
        (typeof grant.role.value !== "string" ||
          LOGINS.test(grant.role.value) ||
          !grant.role.value.startsWith("roles/")) &&
        mayBeTo(estate, grant, account),
    );
    return mayLogIn
      ? []
      : [violation(user, `name: ${account.address} without roles/cloudsql.instanceUser found, that role needed`)];
  }),
};

const host: Rule = {
  id: "sql-user-host",
  kind: "refused",
  severity: "medium",
  title: "Only a user of MySQL has a host",
  why: "PostgreSQL and SQL Server know none: Google refuses it, or plans it again at every run.",
  fix: "remove host",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_user",
  check: everyUser((user, _, engine) => {
    if (engine === "MYSQL") return [];
    const value = valueAt(user, "host");
    // Where nothing is declared the provider plans nothing, or what Google will fill in.
    return typeof value === "string" && value !== ""
      ? [violation(user, "host: found for a user of another engine than MySQL, none allowed")]
      : [];
  }),
};

const charset: Rule = {
  id: "sql-charset",
  kind: "refused",
  severity: "medium",
  title: "A database of PostgreSQL is made in UTF8",
  why: "Google makes none in another character set, and the names of MySQL's are none of PostgreSQL's: the apply stops.",
  fix: "remove charset and collation, or write UTF8 and en_US.UTF8",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database",
  check: (estate) =>
    estate.ofType("google_sql_database").flatMap((database) => {
      const [instance] = targetsOf(estate, database, "instance", [SQL_INSTANCE]);
      if (!instance || !plainText(valueAt(instance, "database_version")).startsWith("POSTGRES")) return [];
      return ["charset", "collation"].flatMap((path) => {
        const value = textAt(database, path);
        return value === undefined || /utf-?8$|^(C|C\.UTF-?8|POSIX)$/i.test(value)
          ? []
          : [violation(database, `${path}: one that PostgreSQL does not have found, UTF8 allowed`)];
      });
    }),
};

/** Whether the users of a database can sign in, and whether Google makes them. */
export const sqlUserRules: readonly Rule[] = [iamName, iamFlag, iamGrant, host, charset];
