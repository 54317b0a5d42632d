import type { SceneItem } from './scene.ts'

/** Items moved right and down. */
export function movedItems(items: readonly SceneItem[], dx: number, dy: number): SceneItem[] {
  return items.map((item) => moved(item, dx, dy))
}

function moved(item: SceneItem, dx: number, dy: number): SceneItem {
  switch (item.kind) {
    case 'group': {
      const clip = item.clip && { ...item.clip, x: item.clip.x + dx, y: item.clip.y + dy }
      return { ...item, clip, items: movedItems(item.items, dx, dy) }
    }
    case 'image':
      return { ...item, at: { ...item.at, x: item.at.x + dx, y: item.at.y + dy } }
    case 'path':
      return { ...item, lines: item.lines.map((line) => line.map((value, i) => value + (i % 2 === 0 ? dx : dy))) }
    case 'text':
      return { ...item, x: item.x + dx, y: item.y + dy }
  }
}
