import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { ConnectionState } from './connection.ts'
import type { Door } from './door.ts'

export const DoorContext = createContext<Door | null>(null)

export function useDoor(): Door {
  const door = use(DoorContext)
  if (!door) throw new Error('no door: wrap this in DoorContext')
  return door
}

export function useConnection(): ConnectionState {
  return useStore(useDoor().connection)
}
