import { useId } from 'react'

/** Why a pair failed or was skipped: one line in the table, the whole on demand. */
export function ErrorNote({ pairId, message }: { readonly pairId: string; readonly message: string }) {
  const id = useId()
  return (
    <>
      <button type="button" className="reason" popoverTarget={id} title="Show the whole message">
        {message}
      </button>
      <div id={id} popover="auto" className="reason-note">
        <h3>{pairId}</h3>
        <p>{message}</p>
        <button type="button" popoverTarget={id} popoverTargetAction="hide">
          Close
        </button>
      </div>
    </>
  )
}
