import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { Failed } from '../components/failed.tsx'
import { SHELL_TEXT } from '../text/shell.ts'

interface Props {
  /** a page of another address is tried anew */
  readonly address: string
  readonly children: ReactNode
}

interface State {
  readonly failure: { readonly error: unknown; readonly address: string } | null
}

/** Keeps a page that throws from taking the window with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failure: { error, address: window.location.hash } }
  }

  override componentDidUpdate(previous: Props): void {
    if (this.state.failure && previous.address !== this.props.address) this.setState({ failure: null })
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (!failure) return this.props.children
    return (
      <div style={{ padding: '2rem', maxWidth: '64rem' }}>
        <Failed title={SHELL_TEXT.crash.title} error={failure.error} onRetry={() => this.setState({ failure: null })}>
          <Button variant="default" onClick={() => window.location.reload()}>
            {SHELL_TEXT.crash.reload}
          </Button>
        </Failed>
      </div>
    )
  }
}
