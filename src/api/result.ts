/** What a procedure gives back: its value, or a sentence that says what is wrong and what to do about it. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string }
