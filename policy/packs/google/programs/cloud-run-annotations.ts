import { UNKNOWN, isValues, referencesAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { plainText } from "../../../core/judge";
import { valueText } from "../../../core/value-text";
import { unknown, violation, type Verdict } from "../../../core/rule";

/** Where version 1 of Cloud Run keeps the annotations of a service. */
export const SERVICE_ANNOTATIONS = "metadata[0].annotations";
/** Where it keeps those of a revision. */
export const REVISION_ANNOTATIONS = "template[0].metadata[0].annotations";

/** The value of an annotation; its key holds dots, so no path leads there. */
export function annotationValue(service: Resource, path: string, key: string): Value | undefined {
  const map = valueAt(service, path);
  // Where a part of a service's annotations is unknown, provider google plans none of them.
  const isDropped = map === undefined && referencesAt(service, path).length > 0;
  if (map === UNKNOWN || isDropped) return UNKNOWN;
  return isValues(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * Judges one annotation; a key and its number or word are no secrets.
 *
 * @param holds - is given "" where there is no annotation
 */
export function judgeAnnotation(
  service: Resource,
  path: string,
  key: string,
  holds: (text: string) => boolean,
  allowed: string,
): readonly Verdict[] {
  const value = annotationValue(service, path, key);
  if (value === UNKNOWN) return [unknown(service, path)];
  const found = value === undefined || value === null ? "nothing" : valueText("word", value);
  return holds(plainText(value)) ? [] : [violation(service, `${path}: "${key}" ${found} found, ${allowed} allowed`)];
}

/** Judges that the ingress annotation lets nobody past the load balancer. */
export const judgeIngressAnnotation = (service: Resource): readonly Verdict[] =>
  judgeAnnotation(
    service,
    SERVICE_ANNOTATIONS,
    "run.googleapis.com/ingress",
    (text) => text === "internal" || text === "internal-and-cloud-load-balancing",
    "internal-and-cloud-load-balancing or internal",
  );
