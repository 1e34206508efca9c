import type { Refusal } from "./answer";
import type { Call } from "./call";
import type { Join } from "./joins";
import type { JsonObject } from "./json";
import type { OperationError, Style } from "./operations";

/** A resource between request and store. */
export interface Draft {
  readonly call: Call;
  /** Path of the resource, without the API's name. */
  readonly path: string;
  /** Last part of the path. */
  readonly id: string;
  /** What will be stored: sent, and for an update joined with what was there. */
  readonly next: JsonObject;
  /** What is stored; absent when it is created. */
  readonly previous?: JsonObject;
}

/** One row of an API: everything the machinery needs to serve a collection. */
export interface Collection {
  readonly api: string;
  /** `projects/{project}/global/networks`. */
  readonly pattern: string;
  /** Of the resource in messages: "network". */
  readonly noun: string;
  /** Where a create call carries the id; or what Google calls the resource itself. */
  readonly id: { readonly body: string } | { readonly query: string } | { readonly given: (call: Call) => string };
  /** Ids may hold slashes, which are encoded wherever the id is part of a path. */
  readonly hasSlashes?: true;
  /** Creating one that is there changes it. */
  readonly isUpserted?: true;
  /** Name of the list in a list's answer. */
  readonly items: string;
  readonly style: Style;
  /** Style of updates where it is another one. */
  readonly updateStyle?: Style;
  /** Absent where Google has no update. */
  readonly update?: {
    readonly method: "PATCH" | "PUT";
    readonly join: Join;
    /** Members that have an action of their own, and that a replacing update without them leaves as they are. */
    readonly keeps?: readonly string[];
  };
  /** Name of the member that must match when it is sent. */
  readonly guard?: "fingerprint" | "etag";
  /** Paths of members that hold links to other resources: they must exist, and keep what they name from deletion. */
  readonly references?: readonly string[];
  /** The refusal of a name that is taken, where it is not the usual one. */
  readonly taken?: (path: string) => Refusal;
  /** Completes what is stored: defaults, ids, times, what only Google writes. */
  readonly fill: (draft: Draft) => JsonObject;
  /** What Google would refuse. */
  readonly check?: (draft: Draft) => Refusal | undefined;
  /** What Google takes and then cannot carry out: the resource stays, in the state given, and the operation fails. */
  readonly settle?: (draft: Draft) => { readonly stored: JsonObject; readonly error: OperationError } | undefined;
  /** What keeps it from being deleted, beside references. */
  readonly checkDelete?: (draft: Draft) => Refusal | undefined;
  /** Deleted, it stays with state DELETED, is still answered, and keeps its id from being used again. */
  readonly isSoftDeleted?: true;
  /** What comes with a new one. */
  readonly afterCreate?: (draft: Draft) => void;
  /** What comes with every one that is written, new or changed. */
  readonly afterWrite?: (draft: Draft) => void;
  /** What goes or changes with it, beside its policy. */
  readonly afterDelete?: (draft: Draft) => void;
  /** What is answered, where that is not what is stored. */
  readonly show?: (stored: JsonObject, call: Call) => JsonObject;
}
