// What pages gain where there is JavaScript: they follow the log, and forms lose nothing.
// Everything works without it.

// Follows the log: whatever is marked with hx-trigger="changed from:body" is then asked anew.
const { live } = document.body.dataset
if (live !== undefined) {
  const stream = new EventSource(live)
  let waiting = false
  stream.addEventListener('message', () => {
    if (waiting || document.hidden) return
    waiting = true
    setTimeout(() => {
      waiting = false
      document.body.dispatchEvent(new CustomEvent('changed'))
    }, 500)
  })
  addEventListener('pagehide', () => stream.close())
}

// Leaving a form in which something was typed asks first.
let isTyped = false
document.addEventListener('input', ({ target }) => {
  if (target instanceof Element && target.closest('form[data-keeps]')) isTyped = true
})
document.addEventListener('submit', () => {
  isTyped = false
})
addEventListener('beforeunload', (event) => {
  if (isTyped) event.preventDefault()
})
