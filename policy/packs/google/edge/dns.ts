import { forEveryResource, judgeValue } from "../../../core/judge";
import { sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const ZONE = "google_dns_managed_zone";
const RECORD = "google_dns_record_set";

const outside: Rule = {
  id: "dns-record-outside",
  kind: "refused",
  severity: "high",
  title: "A record has a name of its zone",
  why: "Google refuses one of another domain at apply.",
  fix: "end name with the zone's dns_name",
  source: "https://cloud.google.com/dns/docs/records",
  check: forEveryResource(RECORD, (record, estate) => {
    const zones = targetsOf(estate, record, "managed_zone", [ZONE]);
    const domains = zones.flatMap((zone) => textAt(zone, "dns_name") ?? []);
    if (zones.length === 0 || domains.length < zones.length) return [];
    return judgeValue(
      record,
      "name",
      (name) =>
        typeof name === "string" &&
        domains.some((domain) => `.${name}`.toLowerCase().endsWith(`.${domain}`.toLowerCase())),
      "a name below that of its zone",
    );
  }),
};

const alias: Rule = {
  id: "dns-cname-alone",
  kind: "refused",
  severity: "high",
  title: "A CNAME stands alone under its name, and never under that of its zone",
  why: "Google refuses another record beside it, and the zone itself has some.",
  fix: "use A and AAAA records there",
  source: "https://cloud.google.com/dns/docs/records-overview",
  check: (estate) => {
    const records = estate.ofType(RECORD);
    return records
      .filter((record) => textAt(record, "type") === "CNAME")
      .flatMap((record): readonly Verdict[] => {
        const name = textAt(record, "name")?.toLowerCase();
        const zones = sureTargetsOf(estate, record, "managed_zone", [ZONE]);
        if (valueAt(record, "name") === UNKNOWN) return [unknown(record, "name")];
        if (zones.some((zone) => textAt(zone, "dns_name")?.toLowerCase() === name)) {
          return [violation(record, "type: CNAME under the zone's own name found, A or AAAA allowed")];
        }
        const zone = textAt(record, "managed_zone");
        const beside = records.find(
          (other) =>
            other !== record &&
            textAt(other, "name")?.toLowerCase() === name &&
            zone !== undefined &&
            textAt(other, "managed_zone") === zone,
        );
        return beside ? [violation(record, `type: CNAME beside ${beside.address} found, one of both allowed`)] : [];
      });
  },
};

const unbound: Rule = {
  id: "dns-private-unbound",
  kind: "no effect",
  severity: "medium",
  title: "A private zone is seen by a network",
  why: "Without one nobody asks it: its names are found nowhere.",
  fix: "list the network in private_visibility_config",
  source: "https://cloud.google.com/dns/docs/zones",
  check: forEveryResource(ZONE, (zone) => {
    if (textAt(zone, "visibility")?.toLowerCase() !== "private") return [];
    const path = "private_visibility_config";
    if (valueAt(zone, path) === UNKNOWN) return [unknown(zone, path)];
    return blockPaths(zone, path).length === 0 ? [violation(zone, `${path}: nothing found, a network needed`)] : [];
  }),
};

/** Zones and their records. */
export const dnsRules: readonly Rule[] = [outside, alias, unbound];
