// put into the page by bench/fields.ts: does something once a frame and notes how long each frame took, ms
globalThis.timeFrames = (selector, frames, kind) =>
  new Promise((resolve) => {
    const target = document.querySelector(selector)
    const { left, top, width, height } = target.getBoundingClientRect()
    const at = { bubbles: true, cancelable: true, clientX: left + width / 2, clientY: top + height / 2 }
    const act = (frame) => {
      // there and back again, so that what is drawn stays of one kind
      const sign = Math.floor(frame / 20) % 2 === 0 ? 1 : -1
      if (kind === 'zoom') target.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -12 * sign }))
      else target.dispatchEvent(new KeyboardEvent('keydown', { ...at, key: sign > 0 ? 'ArrowRight' : 'ArrowLeft' }))
    }
    const took = []
    let before = performance.now()
    const step = (now) => {
      took.push(now - before)
      before = now
      if (took.length > frames) return resolve(took.slice(1))
      act(took.length)
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
