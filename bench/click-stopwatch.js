// runs in the page: how long from a click's arrival in the browser until its effect was painted
globalThis.clickStopwatch = {
  /** Begins with the next click, and ends when something fits the selector. */
  arm(selector) {
    this.ms = new Promise((resolve) => {
      addEventListener(
        'click',
        ({ timeStamp }) => whenPainted(selector, () => resolve(performance.now() - timeStamp)),
        {
          capture: true,
          once: true,
        },
      )
    })
  },
}

function whenPainted(selector, tell) {
  // a frame's callback comes before it is painted, that of the next one after
  const look = () => requestAnimationFrame(document.querySelector(selector) ? () => tell() : look)
  requestAnimationFrame(look)
}
