import ts from "typescript";

/** A field of an environment's file that differs between two states of the file. */
export interface FieldChange {
  /** The keys down to it: `services`, `auth-service`, `scaling`, `max`; of an item of a list its index. */
  readonly path: readonly string[];
  /** Its line in the file as it is now, from 1; of a field that is gone, that of the object around it. */
  readonly line: number;
}

/** A value as it is written, and where. */
interface Written {
  readonly value: ts.Expression;
  readonly line: number;
}

/** The expression without `satisfies` and `as`. */
const bare = (value: ts.Expression): ts.Expression =>
  ts.isSatisfiesExpression(value) || ts.isAsExpression(value) ? bare(value.expression) : value;

/** The object that a file declares first; undefined where it declares none. */
function declaredObject(text: string): Written | undefined {
  const file = ts.createSourceFile("environment.ts", text, ts.ScriptTarget.Latest, true);
  const values = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => (initializer ? [bare(initializer)] : []));
  const value = values.find(ts.isObjectLiteralExpression);
  return value && { value, line: lineOf(value) };
}

const lineOf = (node: ts.Node): number => node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** What an object or a list holds, by key or index; undefined for a plain value. */
function membersOf(value: ts.Expression): ReadonlyMap<string, Written> | undefined {
  if (ts.isArrayLiteralExpression(value)) {
    return new Map(value.elements.map((item, index) => [`${index}`, { value: bare(item), line: lineOf(item) }]));
  }
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  return new Map(
    value.properties.filter(ts.isPropertyAssignment).map((member) => {
      const { name, initializer } = member;
      const key = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
      return [key, { value: bare(initializer), line: lineOf(member) }];
    }),
  );
}

/** The text without line breaks and indentation, so that a value that only moves is the same. */
const plainText = (value: ts.Expression): string => value.getText().replace(/\s+/g, "");

function changesBetween(before: Written, after: Written, path: readonly string[]): readonly FieldChange[] {
  const [old, now] = [membersOf(before.value), membersOf(after.value)];
  if (!old || !now) return plainText(before.value) === plainText(after.value) ? [] : [{ path, line: after.line }];
  const kept = [...now].flatMap(([key, value]): readonly FieldChange[] => {
    const earlier = old.get(key);
    return earlier ? changesBetween(earlier, value, [...path, key]) : [{ path: [...path, key], line: value.line }];
  });
  const gone = [...old.keys()].filter((key) => !now.has(key));
  return [...kept, ...gone.map((key) => ({ path: [...path, key], line: after.line }))];
}

/**
 * The fields in which an environment's file differs, in the order of its lines. What is new or gone as a whole is one
 * field.
 *
 * @param before - the file's earlier text; "" where it was not there
 */
export function fieldChanges(before: string, after: string): readonly FieldChange[] {
  const now = declaredObject(after);
  if (!now) return [];
  const old = declaredObject(before);
  const changes = old ? changesBetween(old, now, []) : [{ path: [], line: now.line }];
  return [...changes].sort((a, b) => a.line - b.line);
}
