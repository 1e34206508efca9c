import { allowedVersions } from "../google/provider/constraint";
import type { Versions } from "../google/provider/facts";
import { member } from "../policy/core/json";
import type { PlanJson } from "../policy/core/plan";

/** Provider google, and its beta, which has the same versions. */
const GOOGLE = /(^|\/)google(-beta)?$/;

/** The constraints that a plan's configuration has of provider google: `7.45.0`, `~> 6.0`. */
export const googleConstraints = ({ configuration }: Pick<PlanJson, "configuration">): readonly string[] =>
  Object.values(configuration.providers).flatMap((provider) => {
    const [name, constraint] = ["full_name", "version_constraint"].map((key) => member(provider, key));
    return typeof name === "string" && GOOGLE.test(name) && typeof constraint === "string" ? [constraint] : [];
  });

/**
 * The known versions of provider google that may have made a plan, by the constraints of its configuration. All of them
 * where it has none: then what one of them replaces counts as replaced, and what one of them hides is hidden.
 */
export const versionsOf = (plan: Pick<PlanJson, "configuration">): Versions => allowedVersions(googleConstraints(plan));
