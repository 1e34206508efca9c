const { ModuleMocker } = require("jest-mock");
const { installCommonGlobals } = require("jest-util");

/** What belongs to an object itself: key → descriptor. */
const ownProperties = (object) =>
  new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));

const isSame = (one, other) => one?.value === other.value && one?.get === other.get && one?.set === other.set;

/** A copy of `process` and of its variables, made by jest, which has no other name for it. */
function copyProcess() {
  const receiver = { Symbol, Date };
  installCommonGlobals(receiver, {});
  return receiver.process;
}

/**
 * The environment of a test file: the worker's own global object, instead of a new one for each file. So a package or a
 * room that is loaded once (runtime.js) meets the Array, the Error and the Map of every test.
 *
 * A file gets a copy of `process` with a copy of its variables, as jest's own environment gives one. After the file the
 * global object is what it was, and every spy is gone. What a package added to it stays, because the package stays.
 */
class WorkerEnvironment {
  constructor() {
    this.global = globalThis;
    this.before = ownProperties(globalThis);
    this.stackTraceLimit = Error.stackTraceLimit;
    // Node keeps this one behind a setter, so its descriptor never changes.
    this.process = process;
    const copied = copyProcess();
    // A worker tells its parent of each test while the file runs, and a copied channel carries nothing.
    copied.send = process.send?.bind(process);
    globalThis.process = copied;
    this.moduleMocker = new ModuleMocker(globalThis);
    // Nothing here waits for time: what waits takes a Clock.
    this.fakeTimers = null;
    this.fakeTimersModern = null;
  }

  async setup() {}

  async teardown() {
    for (const [key, descriptor] of this.before)
      if (descriptor.configurable && !isSame(Object.getOwnPropertyDescriptor(globalThis, key), descriptor))
        Object.defineProperty(globalThis, key, descriptor);
    globalThis.process = this.process;
    Error.stackTraceLimit = this.stackTraceLimit;
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  getVmContext() {
    return this.global;
  }
}

module.exports = WorkerEnvironment;
