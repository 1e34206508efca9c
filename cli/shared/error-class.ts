/**
 * What kind of error it is, in Terraform's and the provider's own words. A headline may hold a value in the middle of a
 * sentence, so that only words which are known are told.
 */

/** Words of headlines. A value that equals one of them tells nothing. */
const WORDS: ReadonlySet<string> = new Set(
  (
    "a an and any be cannot could did does doing for from had has have in into is it may more must no not of on one only or " +
    "other out that the this to too was were when while with without " +
    "acquiring action address allowed already applied apply applying argument attempt attempting attribute attributes " +
    "available backend bad batch before binding bindings block blocks body bucket call cancelled change changed changes " +
    "check close code command complete conditional conditions configuration conflict conflicting connect constraint " +
    "constraints content count create created creating credentials cycle data decode decoding decrypt default delete deleted " +
    "deleting dependency deposed destroy destroyed destroying detected directory download downloading duplicate editing " +
    "empty ended endpoint entity error errors evaluate exceeded exec existing exists expected expression extra factory fail " +
    "failed failure fetch fetching file find finding for_each format found function get getting global iam id identity import " +
    "importing inconsistent index initialization initialize initializing input inspecting install installed installing " +
    "instance instances insufficient internal invalid keys label lacks lifecycle list listing load loading local lock locked " +
    "locking lookup making match member metadata migrate missing module modules name names network new object objects " +
    "operation operations output outputs packages parse parsing path permission persist plan planned planning planning " +
    "plugin plugins policy postcondition precondition prevent_destroy previous produced project provider providers " +
    "provisioner quota query querying read reading reference references refresh refreshing region registry releasing " +
    "remote remove removed removing replace replacement request requested require required requirement resolve resource " +
    "resources respond response result retrieve retrieving retry role root run running save saved saving schema sensitive " +
    "service set setting several source sources stale start state states storage store support supported tag tags terraform " +
    "timed timeout trigger type unable undeclared unexpected unknown unlock unlocking unmarshal unreadable unsupported update " +
    "updated updating upload upgrade use used user using validate validating validation value values variable variables " +
    "version versions wait waiting wrong write writing zone workspace workspaces"
  ).split(" "),
);

/** `google_compute_backend_service` → its words, as headlines write them too: `BackendService`, `Backend Service`. */
const wordsOf = (address: string): ReadonlySet<string> =>
  new Set((/(?:^|\.)([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\.[^.]+$/.exec(address)?.[1] ?? "").split("_"));

/** `GlobalAddress` → `["global", "address"]` */
const partsOf = (word: string): readonly string[] =>
  word
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s-]+/);

/**
 * The kind of an error: `Error creating Service`. What is not known of it is left out.
 *
 * @param summary - its headline
 * @param address - of the resource that it is about; "" where it is about none
 */
export function errorClass(summary: string, address: string): string {
  const own = wordsOf(address);
  const isKnown = (word: string): boolean => partsOf(word).every((part) => WORDS.has(part) || own.has(part));
  // Behind a colon the text of an API begins, and between quotes a value.
  const [clause = ""] = summary.split(/[:"'`(\n]/);
  const words = clause.trim().split(/\s+/).slice(0, 12);
  const told = words.map((word) => (isKnown(word.replace(/,$/, "")) ? word : "…")).join(" ");
  const text = told.replace(/…(?: …)+/g, "…").trim();
  return /[A-Za-z]/.test(text) ? text : "Error";
}
