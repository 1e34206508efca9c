import { readDocuments } from "./documents";
import { readMember, type Member } from "./notation";
import { undocumentedMembers } from "./undocumented";

/** Members or parameters by name. */
export type Members = ReadonlyMap<string, Member>;

/** Members or parameters as the data file has them, read. */
export const membersOf = (texts: Readonly<Record<string, string>> = {}): Members =>
  new Map(Object.entries(texts).map(([name, text]) => [name, readMember(text)] as const));

const schemas = new Map<string, Members>();

/** The members of a schema; none where Google describes no member. They are read at the first question. */
export function schemaMembers(document: string, schema: string): Members {
  const key = `${document} ${schema}`;
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const members = membersOf({
    ...readDocuments()[document]?.schemas[schema],
    ...undocumentedMembers(document, schema),
  });
  schemas.set(key, members);
  return members;
}
