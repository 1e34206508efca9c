import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A method of one of Google's APIs, as far as a request needs it. */
export interface Method {
  /** `run.projects.locations.services.create`. */
  readonly id: string;
  /** Type of the body; absent where the method takes none. */
  readonly request?: string;
  /** Type of the answer; absent where it is empty. */
  readonly response?: string;
  /** Parameters of the query by name, besides those of the whole document. */
  readonly query?: Readonly<Record<string, string>>;
  /** Parameters of the path that have a form, by the name that the route gives them. */
  readonly path?: Readonly<Record<string, string>>;
}

/** What a discovery document says of the methods that are served, and of all that they reach. */
export interface Document {
  /** The day on which Google wrote it: `20261031`. */
  readonly revision: string;
  /** Parameters of the query that every method has. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By HTTP method and path: `GET projects/{project}/secrets`. */
  readonly methods: Readonly<Record<string, Method>>;
  /** Members of each schema, in the notation of `notation.ts`. */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Discovery documents by name and version: `run.v2`. */
export type Documents = Readonly<Record<string, Document>>;

/** The file of the documents; `tools/discovery/renew.ts` writes it. */
export const DOCUMENTS_FILE = join(__dirname, "discovery.json");

let documents: Documents | undefined;

/** The documents. They are read once, and only by who asks. */
export function readDocuments(): Documents {
  documents ??= JSON.parse(readFileSync(DOCUMENTS_FILE, "utf8")) as Documents;
  return documents;
}
