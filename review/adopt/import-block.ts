import { templateLiteral } from "../../google/template-text";

/** A declared resource and the id under which Google has it. */
export interface Import {
  /** `google_redis_instance.redis`. */
  readonly to: string;
  readonly id: string;
}

/** The import block for a `.tf` file beside the stack's cdk.tf.json. */
export const hclBlock = ({ to, id }: Import): string =>
  `import {\n  to = ${to}\n  id = ${JSON.stringify(templateLiteral(id))}\n}`;

/** The import block for a JSON configuration. */
export const jsonBlock = ({ to, id }: Import): Import => ({ to, id: templateLiteral(id) });

/** The call for the construct that declares the resource. It stays in the program until one apply has imported the resource. */
export const cdktfLine = ({ id }: Import): string => `resource.importFrom(${JSON.stringify(templateLiteral(id))});`;
