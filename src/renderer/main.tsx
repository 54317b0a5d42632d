import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { WindowApi } from '../api/window-api.ts'
import { App } from './app.tsx'
import './styles/theme.css'
import './styles/layout.css'
import './styles/runs.css'
import './styles/pairs.css'

declare global {
  interface Window {
    readonly otolith: WindowApi
  }
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App api={window.otolith} />
    </StrictMode>,
  )
}
