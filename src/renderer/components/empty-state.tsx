/** What a window without a study says: where a study comes from, and how to open it. */
export function EmptyState({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <main className="notice">
      <h2>Open a study folder</h2>
      <p>
        A study is the folder that <code>otolith run</code> or <code>npm run demo</code> wrote: its runs, their pairs
        and everything that was computed for them. Nothing in it is changed by looking at it.
      </p>
      <button type="button" className="primary" onClick={onOpen}>
        Open study…
      </button>
      <details>
        <summary>I have no study yet</summary>
        <p>
          In a terminal, <code>npm run demo</code> makes up a small one, with embryos whose every movement is known.
          With masks of your own, give <code>otolith run</code> your embryo table and your list of pairs.
        </p>
      </details>
    </main>
  )
}
