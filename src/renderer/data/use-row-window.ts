import { type RefObject, useEffect, useState } from 'react'
import { type RowWindow, rowWindow } from './row-window.ts'

/** The rows that a scrolling element shows. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rowCount: number): RowWindow {
  const [view, setView] = useState({ top: 0, height: 800 })

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller])

  return rowWindow(view.top, view.height, rowCount)
}
