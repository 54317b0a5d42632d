/** Something that went wrong, said at once to whoever listens rather than looks. */
export function Failure({ title, message }: { readonly title: string; readonly message: string }) {
  return (
    <main className="notice failure" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
    </main>
  )
}
