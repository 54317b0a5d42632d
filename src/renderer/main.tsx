import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './theme/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { openDoor } from './door/open-door.ts'
import { giveStyleNonce } from './theme/style-nonce.ts'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the window')
giveStyleNonce()
const door = openDoor()
createRoot(root).render(
  <StrictMode>
    <App door={door} />
  </StrictMode>,
)
