import { z } from "zod";

/** A resource that exists, with the attributes that Terraform has read of it. Its values may be secret. */
export interface LiveResource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What exists, or why the file does not say it: without a word of the file, whose every string may be secret. */
export type LiveReading =
  { readonly ok: true; readonly resources: readonly LiveResource[] } | { readonly ok: false; readonly problem: string };

const Attributes = z.record(z.string(), z.unknown());

/** A state as it is stored. */
const StateFile = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      mode: z.enum(["managed", "data"]),
      type: z.string(),
      instances: z.array(z.object({ attributes: Attributes.nullish(), deposed: z.string().optional() })),
    }),
  ),
});

const Module = z.object({
  resources: z
    .array(z.object({ mode: z.enum(["managed", "data"]), type: z.string(), values: Attributes.nullish() }))
    .optional(),
  get child_modules() {
    return z.array(Module).optional();
  },
});
type Module = z.infer<typeof Module>;

/** A state as `terraform show -json` prints it; an empty one has no values. */
const ShownState = z.object({
  format_version: z.string(),
  values: z.object({ root_module: Module }).optional(),
});

const FORMS = "a Terraform state (version 4) or what terraform show -json prints of a state";

/** Reads the current attributes of resources: a state file, or a state as `terraform show -json` prints it. */
export function readLive(text: string): LiveReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: `not readable as JSON; wanted is ${FORMS}` };
  }
  const keys = typeof json === "object" && json !== null ? Object.keys(json) : [];
  if (keys.includes("planned_values") || keys.includes("resource_changes"))
    return { ok: false, problem: `a plan says what will be, not what is; wanted is ${FORMS}` };
  if (keys.includes("format_version")) return readShownState(json);
  return readStoredState(json);
}

function readStoredState(json: unknown): LiveReading {
  const parsed = StateFile.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemText(parsed.error) };
  // A deposed instance is on its way out: its successor is the one that counts.
  const resources = parsed.data.resources.flatMap(({ mode, type, instances }) =>
    instances
      .filter(({ deposed }) => mode === "managed" && deposed === undefined)
      .map(({ attributes }) => ({ type, attributes: attributes ?? {} })),
  );
  return { ok: true, resources };
}

function readShownState(json: unknown): LiveReading {
  const parsed = ShownState.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemText(parsed.error) };
  const root = parsed.data.values?.root_module;
  return { ok: true, resources: root ? moduleResources(root) : [] };
}

function moduleResources({ resources = [], child_modules: children = [] }: Module): readonly LiveResource[] {
  const own = resources
    .filter(({ mode }) => mode === "managed")
    .map(({ type, values }) => ({ type, attributes: values ?? {} }));
  return [...own, ...children.flatMap(moduleResources)];
}

/** Where it is wrong; the path holds names of these schemas and indexes, never a key of the file's own. */
const problemText = ({ issues: [issue] }: z.ZodError): string =>
  `${issue?.path.map(String).join(".") || "content"}: not as expected; wanted is ${FORMS}`;
