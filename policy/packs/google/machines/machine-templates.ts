import { referrersOf } from "../../../core/relations/targets";
import { forEveryResource } from "../../../core/judge";
import { referencesAt, textAt } from "../../../core/resource";
import { milder, violation, type Rule } from "../../../core/rule";

/** What no argument of can be changed in place, and what uses it while a new one is made. */
interface Immutable {
  readonly type: string;
  readonly users: RegExp;
  readonly isCertificate: boolean;
}

const GROUP = /^google_compute_(region_)?instance_group_manager$/;
const PROXY = /^google_compute_(region_)?target_(https|ssl)_proxy$/;

const IMMUTABLE: readonly Immutable[] = [
  ...["google_compute_instance_template", "google_compute_region_instance_template"].map((type) => ({
    ...{ type, users: GROUP, isCertificate: false },
  })),
  ...[
    "google_compute_ssl_certificate",
    "google_compute_region_ssl_certificate",
    "google_compute_managed_ssl_certificate",
  ].map((type) => ({ ...{ type, users: PROXY, isCertificate: true } })),
];

/** The end of a name that is made of what it names: a digest, a time. */
const CHANGES_BY_ITSELF = /[0-9a-f]{6,}$/;

/** Templates and certificates whose name stays when everything else changes. */
export const fixedName: Rule = {
  id: "replaced-under-its-name",
  kind: "refused",
  severity: "medium",
  // Our own certificates and templates are judged by lb-replaceable, which sees their lifecycle.
  onlyAbroad: true,
  title: "What is replaced by every change has a name that changes with it",
  why: "Google keeps one that is in use and takes no second one of its name: destroyed first or created first, the next change of it fails half-way.",
  fix: "use name_prefix, or a name with a digest of the arguments, and lifecycle.create_before_destroy",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance_template#using-with-instance-group-manager",
  check: (estate) =>
    IMMUTABLE.flatMap(({ type, users, isCertificate }) =>
      forEveryResource(type, (resource) => {
        const name = textAt(resource, "name");
        const isMade = name === undefined || CHANGES_BY_ITSELF.test(name) || referencesAt(resource, "name").length > 0;
        if (isMade || !referrersOf(estate, resource).some((user) => users.test(user.type))) return [];
        const found = [violation(resource, "name: one that stays found, one that changes with the rest needed")];
        return isCertificate ? milder("low", found) : found;
      })(estate),
    ),
};
