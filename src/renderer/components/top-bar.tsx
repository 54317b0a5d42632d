interface TopBarProps {
  readonly studyDir: string | null
  /** left out where the page itself offers to open a study */
  readonly onOpen?: () => void
}

/** The study's name and folder, and the way to another. */
export function TopBar({ studyDir, onOpen }: TopBarProps) {
  return (
    <header className="top-bar">
      <h1>Otolith</h1>
      {studyDir !== null && (
        <p className="study-name" title={studyDir}>
          <strong>{folderName(studyDir)}</strong> <span>{studyDir}</span>
        </p>
      )}
      {onOpen && (
        <button type="button" onClick={onOpen}>
          Open study…
        </button>
      )}
    </header>
  )
}

function folderName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}
