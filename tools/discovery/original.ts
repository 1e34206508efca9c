import { z } from "zod";

/**
 * The parts of a discovery document that are read
 * (https://developers.google.com/discovery/v1/reference/apis). Everything else, descriptions among it, stays behind.
 */
export interface OriginalType {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly $ref?: string | undefined;
  readonly description?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly required?: boolean | undefined;
  readonly repeated?: boolean | undefined;
  readonly location?: string | undefined;
  readonly annotations?: { readonly required?: readonly string[] | undefined } | undefined;
  readonly items?: OriginalType | undefined;
  readonly additionalProperties?: OriginalType | undefined;
  readonly properties?: Readonly<Record<string, OriginalType>> | undefined;
}

const OriginalType: z.ZodType<OriginalType> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    enum: z.array(z.string()).optional(),
    $ref: z.string().optional(),
    description: z.string().optional(),
    readOnly: z.boolean().optional(),
    required: z.boolean().optional(),
    repeated: z.boolean().optional(),
    location: z.string().optional(),
    annotations: z.object({ required: z.array(z.string()).optional() }).optional(),
    items: OriginalType.optional(),
    additionalProperties: OriginalType.optional(),
    properties: z.record(z.string(), OriginalType).optional(),
  }),
);

const Reference = z.object({ $ref: z.string() });

const OriginalMethod = z.object({
  id: z.string(),
  httpMethod: z.string(),
  path: z.string(),
  flatPath: z.string().optional(),
  parameters: z.record(z.string(), OriginalType).default({}),
  request: Reference.optional(),
  response: Reference.optional(),
});

export type OriginalMethod = z.infer<typeof OriginalMethod>;

interface OriginalResource {
  readonly methods?: Readonly<Record<string, OriginalMethod>> | undefined;
  readonly resources?: Readonly<Record<string, OriginalResource>> | undefined;
}

const OriginalResource: z.ZodType<OriginalResource> = z.lazy(() =>
  z.object({
    methods: z.record(z.string(), OriginalMethod).optional(),
    resources: z.record(z.string(), OriginalResource).optional(),
  }),
);

/** A discovery document as Google writes it. */
export const OriginalDocument = z.object({
  revision: z.string(),
  version: z.string(),
  parameters: z.record(z.string(), OriginalType),
  schemas: z.record(z.string(), OriginalType),
  resources: z.record(z.string(), OriginalResource),
});

export type OriginalDocument = z.infer<typeof OriginalDocument>;

/** Every method of a document, at any depth. */
export function originalMethods({ resources }: OriginalDocument): readonly OriginalMethod[] {
  const below = (resource: OriginalResource): readonly OriginalMethod[] => [
    ...Object.values(resource.methods ?? {}),
    ...Object.values(resource.resources ?? {}).flatMap(below),
  ];
  return Object.values(resources).flatMap(below);
}
