import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Router } from 'wouter'
import { PathChooser } from './components/path-chooser.tsx'
import { ApiContext, createApi } from './data/api-context.ts'
import { useHashLocation } from './data/hash-location.ts'
import { createQueryClient } from './data/query-client.ts'
import type { Door } from './door/door.ts'
import { DoorContext } from './door/door-context.ts'
import { Shell } from './shell/shell.tsx'
import { styleNonce } from './theme/style-nonce.ts'
import { cssVariables, theme } from './theme/theme.ts'

/** The workbench, behind whichever door. */
export function App({ door }: { readonly door: Door }) {
  const [api] = useState(() => createApi(door.client))
  const [queries] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <DoorContext value={door}>
        <QueryClientProvider client={queries}>
          <ApiContext value={api}>
            <Router hook={useHashLocation}>
              <Notifications position="bottom-right" />
              <PathChooser>
                <ModalsProvider>
                  <Shell />
                </ModalsProvider>
              </PathChooser>
            </Router>
          </ApiContext>
        </QueryClientProvider>
      </DoorContext>
    </MantineProvider>
  )
}
