/** What an engine says, or what it passes on of its library, once its device is gone: after that nothing it is asked can succeed. */
const DEVICE_LOST = [
  /\b(device|GPU)\b.{0,20}\blost\b/i,
  // CUDA keeps such an error until the process ends; short memory passes
  /CUDA_ERROR_(?!OUT_OF_MEMORY)/,
]

/** Whether an engine's error is the loss of its device, from which only a new process of it recovers. */
export function isDeviceLost(error: string): boolean {
  return DEVICE_LOST.some((pattern) => pattern.test(error))
}
