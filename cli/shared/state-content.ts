import { z } from "zod";
import { parseJson } from "../../report/text";
import { CouldNotTell } from "./command";

/** A resource that a state holds. */
export interface HeldResource {
  readonly address: string;
  readonly type: string;
  /** What people know it by; its address where it has no such name. */
  readonly name: string;
  /** IP address, where it is one that the internet sees. */
  readonly ip?: string;
  /** Its creation failed half-way, so that Terraform wants to replace it. */
  readonly isTainted: boolean;
}

/** What is taken of a state. It holds secrets, so nothing else is. */
export interface StateContent {
  /** Names of its outputs. */
  readonly outputs: readonly string[];
  readonly resources: readonly HeldResource[];
}

/** A resource of a state, as far as its address needs it; a state that was not judged may hold anything there. */
export interface StoredResource {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly module?: unknown;
}

/**
 * Address of an instance of a resource.
 *
 * @param key - of one that is repeated, a text or a number
 */
export function instanceAddress({ type, name, module }: StoredResource, key: unknown): string {
  const index = typeof key === "string" || typeof key === "number" ? `[${JSON.stringify(key)}]` : "";
  return `${typeof module === "string" ? `${module}.` : ""}${String(type)}.${String(name)}${index}`;
}

const Text = z.string().optional().catch(undefined);

/** Identifiers only; none of them is a secret. */
const Attributes = z
  .object({ secret_id: Text, repository_id: Text, name: Text, address: Text, address_type: Text })
  .catch({});

const Instance = z.object({
  index_key: z.union([z.string(), z.number()]).optional(),
  status: z.string().optional(),
  attributes: Attributes.default({}),
});

const Resource = z.object({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  module: z.string().optional(),
  instances: z.array(Instance).default([]),
});

/** Version 4 (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go). */
const State = z.object({
  outputs: z.record(z.string(), z.unknown()).default({}),
  resources: z.array(Resource).default([]),
});

/**
 * Reads what `terraform state pull` prints: nothing where a stack was never applied.
 *
 * @param stack - for the message
 * @throws CouldNotTell where it is no state; it quotes nothing
 */
export function readStateContent(stack: string, text: string): StateContent {
  if (text.trim() === "") return { outputs: [], resources: [] };
  const parsed = State.safeParse(parseJson(text));
  if (!parsed.success)
    throw new CouldNotTell(`${stack}: terraform state: what it printed is no state; is it Terraform that is called?`);
  const { outputs, resources } = parsed.data;
  return {
    outputs: Object.keys(outputs),
    resources: resources.filter(({ mode }) => mode === "managed").flatMap(heldResources),
  };
}

const heldResources = ({ type, name, module, instances }: z.infer<typeof Resource>): readonly HeldResource[] =>
  instances.map(({ index_key: key, status, attributes }) => {
    const address = instanceAddress({ type, name, module }, key);
    return {
      address,
      type,
      name: attributes.secret_id ?? attributes.repository_id ?? attributes.name ?? address,
      ...(attributes.address !== undefined && attributes.address_type === "EXTERNAL" && { ip: attributes.address }),
      isTainted: status === "tainted",
    };
  });
