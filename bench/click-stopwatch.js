// runs in the page: how long from a click's arrival in the browser until its effect was painted
globalThis.clickStopwatch = {
  /** Begins with the next click, and ends when something fits the selector; `ms` is null where nothing does for too long. */
  arm(selector, longestMs) {
    this.ms = new Promise((resolve) => {
      const begin = ({ timeStamp }) => tellWhenPainted(selector, timeStamp, longestMs, resolve)
      addEventListener('click', begin, { capture: true, once: true })
    })
  },
}

function tellWhenPainted(selector, startMs, longestMs, tell) {
  const spentMs = () => performance.now() - startMs
  // a frame's callback comes before it is painted, that of the next one after
  const look = () => {
    if (spentMs() > longestMs) tell(null)
    else requestAnimationFrame(document.querySelector(selector) ? () => tell(spentMs()) : look)
  }
  requestAnimationFrame(look)
}
