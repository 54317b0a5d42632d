// the part of the WebAssembly interface that the engine uses; TypeScript keeps it in the DOM's library, which Node code must not see
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, object>>)
    readonly exports: object
  }
  function validate(bytes: Uint8Array): boolean
}
