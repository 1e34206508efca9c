import {
  UNKNOWN,
  blockPaths,
  isValues,
  referencesAt,
  textAt,
  valueAt,
  type Resource,
  type Value,
} from "../../../core/resource";
import { isOpenValue } from "../../../core/relations/targets";
import { isComputeDefaultAccount } from "../../../../google/default-accounts";
import { plainText } from "../../../core/judge";
import { isOfMadeAccount } from "../identities/grants";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { ANY_MACHINE, START_SCRIPTS } from "./machine-groups";
import { isPlainSecret } from "../secrets/secret-names";

/** The check "for every machine and template of machines, this". */
const forEveryMachine =
  (check: (machine: Resource) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    ANY_MACHINE.flatMap((type) => estate.ofType(type)).flatMap(check);

const publicAddress: Rule = {
  id: "vm-public-address",
  kind: "exposed",
  // A relay may need one: its owner says so.
  severity: "medium",
  title: "Machines have private addresses only",
  why: "A public one is scanned within minutes, and only the firewall stands in between.",
  fix: "remove access_config; reach it through Identity-Aware Proxy or a load balancer, the outside through a NAT",
  check: forEveryMachine((machine) =>
    blockPaths(machine, "network_interface").flatMap((network) => {
      const path = `${network}.access_config`;
      if (valueAt(machine, path) === UNKNOWN) return [unknown(machine, path)];
      return blockPaths(machine, path).map((block) =>
        violation(machine, `${block}: a public address found, none allowed`),
      );
    }),
  ),
};

const ALL_SCOPES = /(^|\/)cloud-platform$/;

/** Whether a machine runs as an account that somebody made for it: a known one, or one of this plan. */
function isOwnAccount(machine: Resource, path: string): boolean {
  const email = valueAt(machine, path);
  if (email === UNKNOWN) return isOfMadeAccount({ references: referencesAt(machine, path) });
  return email !== undefined && email !== "" && !isComputeDefaultAccount(plainText(email));
}

const identity: Rule = {
  id: "vm-default-account",
  kind: "exposed",
  severity: "high",
  title: "A machine with all scopes has an account of its own",
  why: "The project's default account may edit the project: whoever gets into the machine may as well.",
  fix: "set service_account.email to an account with the roles that the machine needs",
  source: "https://cloud.google.com/compute/docs/access/service-accounts#default_service_account",
  check: forEveryMachine((machine) =>
    blockPaths(machine, "service_account").flatMap((account) => {
      const email = valueAt(machine, `${account}.email`);
      const scopes = valueAt(machine, `${account}.scopes`);
      const isWide = Array.isArray(scopes) && scopes.some((scope: Value) => ALL_SCOPES.test(plainText(scope)));
      const mayBeWide = isWide || isOpenValue(scopes);
      if (!mayBeWide || isOwnAccount(machine, `${account}.email`)) return [];
      if (email === UNKNOWN) return [unknown(machine, `${account}.email`)];
      return isWide
        ? [violation(machine, `${account}: all scopes for the default account found, an account of its own allowed`)]
        : [unknown(machine, `${account}.scopes`)];
    }),
  ),
};

const metadataAt = (machine: Resource, key: string): string => {
  const metadata = valueAt(machine, "metadata");
  return isValues(metadata) && Object.hasOwn(metadata, key) ? plainText(metadata[key]).toLowerCase() : "";
};

const serial: Rule = {
  id: "vm-serial-port",
  kind: "exposed",
  severity: "high",
  title: "A machine's serial port is closed",
  why: "It answers the internet whatever the firewall says.",
  fix: "remove serial-port-enable from the metadata",
  source: "https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console",
  check: forEveryMachine((machine) => {
    if (valueAt(machine, "metadata") === UNKNOWN) return [unknown(machine, "metadata")];
    return ["true", "1"].includes(metadataAt(machine, "serial-port-enable"))
      ? [violation(machine, "metadata: serial-port-enable found, none allowed")]
      : [];
  }),
};

const PRIVATE_KEY = /PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}/;

/** A name that is given a text: what a command, a format or another variable gives it is not in the script. */
const ASSIGNED = /\b(\w*(?:_API_KEY|PASSWORD|TOKEN))=["']?([^\s"'$`.*<{\\%([;&|)][^\s"']*)/g;

const holdsSecret = (script: string): boolean =>
  PRIVATE_KEY.test(script) ||
  [...script.matchAll(ASSIGNED)].some(([, name = "", value = ""]) => isPlainSecret(name, value));

const startupSecret: Rule = {
  id: "vm-startup-secret",
  kind: "exposed",
  severity: "critical",
  title: "A start-up script holds no secret",
  why: "Everyone who may see the machine reads its metadata, and every process on it does.",
  fix: "read the secret from Secret Manager when the machine starts",
  source: "https://cloud.google.com/compute/docs/metadata/overview",
  check: forEveryMachine((machine) =>
    START_SCRIPTS.filter((path) => holdsSecret(textAt(machine, path) ?? "")).map((path) =>
      violation(machine, `${path}: what looks like a secret found, none allowed`),
    ),
  ),
};

export const computeInstanceRules: readonly Rule[] = [publicAddress, identity, serial, startupSecret];
