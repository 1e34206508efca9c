import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A field of the spec with the value that is declared and the reason that its type gives. */
export interface Declared {
  /** `probes.startup.periodSeconds` */
  readonly path: string;
  readonly value: string;
  readonly reason: string;
}

/** A documented type of the spec: what it says of itself and of each field. */
interface Documented {
  readonly text: string;
  /** Field → its own words, and the name of its type where that is one of the spec's. */
  readonly fields: ReadonlyMap<string, { readonly text: string; readonly type: string | undefined }>;
}

/** The words of a TSDoc comment in one line, without its links to other types. */
function wordsOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comment?.comment) ?? "";
  return text
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}

const fieldsOf = (node: ts.InterfaceDeclaration): Documented["fields"] =>
  new Map(
    node.members.filter(ts.isPropertySignature).map((member) => {
      const { type } = member;
      const name = type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : undefined;
      return [member.name.getText(), { text: wordsOf(member), type: name }];
    }),
  );

/**
 * The types of a TypeScript source with what their comments say: the reason of a value is written once, where its field is
 * declared, and read from there.
 */
export function documentedTypes(source: string): ReadonlyMap<string, Documented> {
  const file = ts.createSourceFile("spec.ts", source, ts.ScriptTarget.Latest, true);
  const types = new Map<string, Documented>();
  for (const node of file.statements) {
    if (ts.isInterfaceDeclaration(node)) types.set(node.name.text, { text: wordsOf(node), fields: fieldsOf(node) });
    if (ts.isTypeAliasDeclaration(node)) types.set(node.name.text, { text: wordsOf(node), fields: new Map() });
  }
  return types;
}

/** The spec's own types. */
export const specTypes = (): ReadonlyMap<string, Documented> =>
  documentedTypes(readFileSync(join(__dirname, "../environments/environment.ts"), "utf8"));

/**
 * Every plain value of an object of that type, in the order in which the type declares its fields. A field without words of
 * its own has those of its type, or of the type that it stands in; tables (variables, secrets) are no values.
 */
export function declaredFields(
  types: ReadonlyMap<string, Documented>,
  type: string,
  value: object,
  path = "",
): readonly Declared[] {
  const documented = types.get(type);
  if (!documented) throw new Error(`environments/environment.ts documents no type "${type}"`);
  return [...documented.fields].flatMap(([name, { text, type: inner }]) => {
    const at = `${path}${name}`;
    const found = (value as Readonly<Record<string, unknown>>)[name];
    const innerType = inner === undefined ? undefined : types.get(inner);
    if (typeof found === "object" && found !== null) {
      return inner !== undefined && innerType ? declaredFields(types, inner, found, `${at}.`) : [];
    }
    if (typeof found !== "string" && typeof found !== "number") return [];
    return [{ path: at, value: String(found), reason: text || innerType?.text || documented.text }];
  });
}
