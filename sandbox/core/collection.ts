import type { Refusal } from "./answer";
import type { Call } from "./call";
import type { Join } from "./joins";
import type { JsonObject } from "./json";
import type { FilterField } from "./list-filter";
import type { OperationError, Style } from "./operations";

/** A resource on its way from a request to the store. */
export interface Draft {
  readonly call: Call;
  /** Path of the resource, without the API's name. */
  readonly path: string;
  /** Last part of the path. */
  readonly id: string;
  /** What will be stored: what was sent, joined with what was stored where this is an update. */
  readonly next: JsonObject;
  /** What is stored; absent where the resource is new. */
  readonly previous?: JsonObject;
}

/** One row of an API: everything the machinery needs to serve a collection. */
export interface Collection {
  readonly api: string;
  /** `projects/{project}/global/networks`. */
  readonly pattern: string;
  /** What messages call the resource: "network". */
  readonly noun: string;
  /** Which member or parameter of a create call carries the id, or the id that Google gives. */
  readonly id:
    | { readonly body: string }
    | {
        readonly query: string;
        /** The id where the query names none. */
        readonly otherwise?: (call: Call) => string;
      }
    | { readonly given: (call: Call) => string };
  /** Ids may hold slashes; paths encode them. */
  readonly hasSlashes?: true;
  /** A create call on an existing resource changes it. */
  readonly isUpserted?: true;
  /** Name of the list in a list's answer. */
  readonly items: string;
  /** What a list may be filtered by; any other filter is not served. */
  readonly fields?: readonly FilterField[];
  /** Parameters of a query that `fill` and the checks carry out. */
  readonly reads?: readonly string[];
  /** Placeholders for which `-` lists all of them. */
  readonly wildcards?: readonly string[];
  readonly style: Style;
  /**
   * Style of updates.
   *
   * @default the style of the collection
   */
  readonly updateStyle?: Style;
  /** Absent where Google has no update. */
  readonly update?: {
    readonly method: "PATCH" | "PUT";
    readonly join: Join;
    /** Members with an action of their own: a replacing update that does not name them leaves them as they are. */
    readonly keeps?: readonly string[];
  };
  /**
   * The member that must be the current one where it is sent.
   *
   * @default "etag"
   */
  readonly guard?: "fingerprint" | "etag";
  /** Paths of members that hold links. A linked resource must exist, and cannot be deleted. */
  readonly references?: readonly string[];
  /**
   * The refusal of a name that is not there.
   *
   * @default 404 notFound
   */
  readonly missing?: (path: string) => Refusal;
  /**
   * The refusal of a name that is taken.
   *
   * @default 409 alreadyExists
   */
  readonly taken?: (path: string) => Refusal;
  /** Adds what only Google writes: defaults, ids, times. */
  readonly fill: (draft: Draft) => JsonObject;
  /** The refusal that Google would answer. */
  readonly check?: (draft: Draft) => Refusal | undefined;
  /**
   * How a change ends that Google accepts and cannot carry out: what is stored, and the error of the operation, which a
   * change lacks that has nothing to do with what cannot be carried out.
   */
  readonly settle?: (draft: Draft) => { readonly stored: JsonObject; readonly error?: OperationError } | undefined;
  /** Why the resource cannot be deleted, besides references. */
  readonly checkDelete?: (draft: Draft) => Refusal | undefined;
  /** A deletion is answered without a body. */
  readonly hasSilentDelete?: true;
  /** A deleted resource stays with state DELETED: it is still answered, and its id cannot be used again. */
  readonly isSoftDeleted?: true;
  /** Writes what comes with a new resource. */
  readonly afterCreate?: (draft: Draft) => void;
  /** Writes what comes with every change of a resource. */
  readonly afterWrite?: (draft: Draft) => void;
  /** Removes or changes what belonged to a deleted resource, besides its policy. */
  readonly afterDelete?: (draft: Draft) => void;
  /**
   * What is answered.
   *
   * @default what is stored
   */
  readonly show?: (stored: JsonObject, call: Call) => JsonObject;
}
