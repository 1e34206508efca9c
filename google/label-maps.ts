/**
 * Labels and annotations, which provider google keeps in several maps: `labels` holds what the resource declares,
 * `terraform_labels` adds the provider's defaults, `effective_labels` is all that Google has
 * (https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/version_5_upgrade#changes-to-how-labels-and-annotations-are-managed).
 * A label that only the provider's defaults declare is in the last two alone.
 */

/** One label or annotation of one of those maps. */
export interface LabelEntry {
  /** `effective` is all that Google has, `terraform` what any code declares, `own` what the resource declares. */
  readonly map: "own" | "terraform" | "effective";
  readonly kind: "labels" | "annotations";
  readonly key: string;
}

const ENTRY = /^(?:(terraform|effective)_)?(labels|annotations)\.(.+)$/;

/** The label or annotation at a path of a resource; undefined where the path leads to something else. */
export function labelEntry(path: string): LabelEntry | undefined {
  const [, map = "own", kind, key] = ENTRY.exec(path) ?? [];
  return kind === undefined || key === undefined ? undefined : ({ map, kind, key } as LabelEntry);
}

/**
 * Keys that Google and its tools write: `goog-…` is reserved for Google
 * (https://cloud.google.com/resource-manager/docs/labels-overview), and so are names below its domains, which Knative's
 * are too (https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services#Service).
 */
const GOOGLES_KEY = /^(?:goog[-_]|(?:[a-z0-9-]+\.)*(?:googleapis\.com|knative\.dev)\/)/;

/** Whether Google or one of its tools gives a label or an annotation of that key. */
export const isGooglesKey = (key: string): boolean => GOOGLES_KEY.test(key);
