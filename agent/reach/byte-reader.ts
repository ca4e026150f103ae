/**
 * Reading answers off a socket before its owner has it.
 *
 * Invariant: what was read beyond an answer is put back; nothing is lost between the proxy's last word and the
 * broker's first.
 */
import type { Socket } from 'node:net'

/** Answers of proxies are short. */
const MOST_BYTES = 16 * 1024

/**
 * Waits until the bytes so far are a whole answer.
 * @param end how many of them the answer is; null: not whole yet
 * @throws when the peer hangs up before, or goes on for too long
 */
export function readAnswer(socket: Socket, end: (bytes: Buffer) => number | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0)
    const stop = (): void => {
      socket.removeListener('readable', onReadable)
      socket.removeListener('error', onError)
      socket.removeListener('end', onEnd)
      socket.removeListener('close', onEnd)
    }
    const onError = (error: Error): void => {
      stop()
      reject(error)
    }
    const onEnd = (): void => onError(new Error('it hung up without an answer'))
    const onReadable = (): void => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null)
        bytes = Buffer.concat([bytes, chunk])
      const length = end(bytes)
      if (length === null) {
        if (bytes.length > MOST_BYTES) onError(new Error('its answer has no end'))
        return
      }
      stop()
      if (bytes.length > length) socket.unshift(bytes.subarray(length))
      resolve(bytes.subarray(0, length))
    }
    socket.on('readable', onReadable)
    socket.once('error', onError)
    socket.once('end', onEnd)
    socket.once('close', onEnd)
    onReadable()
  })
}
