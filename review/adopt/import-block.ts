/** A declared resource and the id under which Google has it. */
export interface Import {
  /** `google_redis_instance.redis`. */
  readonly to: string;
  readonly id: string;
}

/** Terraform reads an id as a template in both its languages. */
const literal = (id: string): string => id.replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);

/** For a `.tf` file beside the stack's cdk.tf.json. */
export const hclBlock = ({ to, id }: Import): string =>
  `import {\n  to = ${to}\n  id = ${JSON.stringify(literal(id))}\n}`;

/** The same for `import` in a JSON configuration. */
export const jsonBlock = ({ to, id }: Import): Import => ({ to, id: literal(id) });

/** The same in the program: on the construct that declares the resource, for as long as it takes to apply it once. */
export const cdktfLine = ({ id }: Import): string => `resource.importFrom(${JSON.stringify(literal(id))});`;
