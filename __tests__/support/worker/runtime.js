// Jest loads every module again for every test file. Here the rooms below cli and the packages are loaded once for a worker
// (shared-modules.js), because they are pure functions and tables. What tests keep and what a process keeps is of one
// file: __tests__, cli and tools. It is jest's own class with three of its methods replaced, so jest stays pinned exactly.
const { Script } = require("node:vm");
const { default: JestRuntime } = require("jest-runtime");
const { isShared, isSharedOfJest } = require("./shared-modules");

/** Path → what was compiled of it last. */
const scripts = new Map();
/** The files as jest knows them → the program. A watching jest makes another resolver where a file has changed. */
const programs = new WeakMap();

/** Compiles a module once for a worker. Each file runs it again. */
class CompilingOnce extends JestRuntime {
  createScriptFromCode(source, filename) {
    const known = scripts.get(filename);
    if (known?.source === source) return known;
    const columnOffset = this._fileTransforms.get(filename)?.wrapperLength;
    const compiled = new Script(this.wrapCodeInModuleWrapper(source), { filename, columnOffset });
    const script = { source, runInContext: () => compiled.runInThisContext() };
    scripts.set(filename, script);
    return script;
  }
}

/** The runtime of one test file. */
class TestFileRuntime extends CompilingOnce {
  constructor(...args) {
    super(...args);
    const [config, environment, resolver, transformer, , coverage, , globalConfig] = args;
    this.makeProgram = () => {
      const { global, moduleMocker } = environment;
      const lasting = {
        global,
        moduleMocker,
        getVmContext: () => global,
        exportConditions: environment.exportConditions,
      };
      return new CompilingOnce(config, lasting, resolver, transformer, new Map(), coverage, __dirname, globalConfig);
    };
  }

  program() {
    const known = programs.get(this._resolver);
    if (known) return known;
    const program = this.makeProgram();
    programs.set(this._resolver, program);
    return program;
  }

  /** A file that replaces a module, and a run that counts coverage, have the whole program to themselves. */
  isAlone() {
    return this._mockFactories.size > 0 || this._coverageOptions.collectCoverage;
  }

  requireModule(from, moduleName, options, isRequireActual) {
    const isOurs =
      moduleName && !options?.isInternalModule && !this.isAlone() && !this._resolver.isCoreModule(moduleName);
    if (isOurs && isShared(this._resolveCjsModule(from, moduleName)))
      return this.program().requireModule(from, moduleName);
    return super.requireModule(from, moduleName, options, isRequireActual);
  }

  _execModule(module, options, ...rest) {
    if (options?.isInternalModule && isSharedOfJest(module.filename)) module.exports = require(module.filename);
    else super._execModule(module, options, ...rest);
  }

  getSourceMaps() {
    return new Map([...this.program().getSourceMaps(), ...super.getSourceMaps()]);
  }
}

module.exports = { __esModule: true, default: TestFileRuntime };
