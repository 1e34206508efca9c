/**
 * Fields of a Cloud Run service that its own delivery pipeline writes (image and the traces that a deploy tool
 * leaves). Listed once: `ignore_changes` reads it, and so does whatever reports drift. Everything else is ours.
 * Paths are Terraform's own syntax, because cdktf passes them on verbatim.
 */
export const PIPELINE_OWNED: readonly { readonly path: string; readonly why: string }[] = [
  { path: "template[0].containers[0].image", why: "the pipeline delivers images; the spec names only the first tag" },
  { path: "template[0].revision", why: "deploy tools name their revisions" },
  { path: "template[0].labels", why: "deploy tools label revisions with commit and pipeline" },
  {
    path: 'template[0].annotations["run.googleapis.com/operation-id"]',
    why: "written by the console and by gcloud at each deploy",
  },
  {
    path: 'template[0].annotations["client.knative.dev/user-image"]',
    why: "the image's own name as the deploy tool was given it",
  },
  { path: 'annotations["client.knative.dev/user-image"]', why: "the same, on the service" },
  { path: "client", why: "name of the tool that deployed last" },
  { path: "client_version", why: "its version" },
];

/** The same of fields that Terraform reads and never writes, which `ignore_changes` does not take. */
export const PIPELINE_MARKS: typeof PIPELINE_OWNED = [
  {
    path: "effective_labels",
    why: "deploy tools label the service with commit and pipeline; a declared label is taken back",
  },
];
