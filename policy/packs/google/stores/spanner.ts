import { forEveryResource, isOneOf, judgeValue, plainText } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

const INSTANCE = "google_spanner_instance";

/** Steps in which processing units are sold: hundreds up to a node, then nodes. */
const isSold = (units: unknown): boolean =>
  typeof units !== "number" || units === 0 || (units < 1000 ? units % 100 === 0 : units % 1000 === 0);

const size: Rule = {
  id: "spanner-size",
  kind: "refused",
  severity: "high",
  title: "An instance of Spanner has hundreds of processing units, or whole nodes",
  why: "Google refuses what lies between at apply; the provider does not check.",
  fix: "set processing_units to a multiple of 100 below 1000, of 1000 from there on",
  source: "https://cloud.google.com/spanner/docs/compute-capacity",
  check: forEveryResource(INSTANCE, (instance) => {
    const path = "processing_units";
    const value = valueAt(instance, path);
    if (value === UNKNOWN) return instance.references.has(path) ? [unknown(instance, path)] : [];
    return isSold(value)
      ? []
      : [violation(instance, `${path}: ${plainText(value)} found, a multiple of 100 or 1000 allowed`)];
  }),
};

/** Configurations of several regions, which begin with no `regional-`. */
const isMultiRegion = (config: string): boolean =>
  !/(^|\/)regional-/.test(config) && /(^|\/)(nam|eur|asia|dual-region-)[\w-]*$/.test(config);

const edition: Rule = {
  id: "spanner-edition",
  kind: "refused",
  severity: "high",
  title: "The edition of a Spanner instance offers what it uses",
  why: "STANDARD has neither its own scaling nor several regions, ENTERPRISE no several regions: Google refuses them at apply.",
  fix: "set edition to ENTERPRISE for scaling, to ENTERPRISE_PLUS for several regions",
  source: "https://cloud.google.com/spanner/docs/editions-overview",
  check: forEveryResource(INSTANCE, (instance) => {
    const name = valueAt(instance, "edition");
    const isScaled = valueAt(instance, "autoscaling_config[0]") !== undefined;
    const isWide = isMultiRegion(textAt(instance, "config") ?? "");
    if (name === UNKNOWN)
      return (isScaled || isWide) && instance.references.has("edition") ? [unknown(instance, "edition")] : [];
    if (name === "STANDARD" && isScaled)
      return [violation(instance, 'edition: "STANDARD" found beside autoscaling_config, ENTERPRISE allowed')];
    return isWide && (name === "STANDARD" || name === "ENTERPRISE")
      ? [
          violation(
            instance,
            `edition: "${name}" found beside a configuration of several regions, ENTERPRISE_PLUS allowed`,
          ),
        ]
      : [];
  }),
};

const forceDestroy: Rule = {
  id: "spanner-force-destroy",
  kind: "lost",
  severity: "medium",
  title: "The backups of a Spanner instance outlive a mistake",
  why: "With force_destroy a plan that deletes the instance deletes its backups too, which else stand in the way.",
  fix: "remove force_destroy",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/spanner_instance",
  check: forEveryResource(INSTANCE, (instance) =>
    judgeValue(instance, "force_destroy", isOneOf(false, undefined), "false"),
  ),
};

/** What Spanner refuses, and what is lost with it. */
export const spannerRules: readonly Rule[] = [size, edition, forceDestroy];
