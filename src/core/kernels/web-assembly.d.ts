// what core uses of two globals that every runtime has; TypeScript keeps them in the DOM's and Node's libraries, which core must not see
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
