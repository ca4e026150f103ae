/**
 * A request that may take as long as something comes.
 *
 * Invariant: it is given up once nothing has come for `idleMs`, before the headers or within the body; a body that
 * is not read to its end is let go.
 */

export interface Answer {
  /** Where it came from. */
  url: string
  status: number
  ok: boolean
  headers: Headers
  /** Throws what the connection throws, and a TimeoutError after the silence. */
  body(): AsyncGenerator<Uint8Array>
  /** For who does not want the body. */
  drop(): Promise<void>
}

/** @param idleMs how long nothing may come */
export async function idleFetch(url: URL, init: RequestInit, idleMs: number): Promise<Answer> {
  const end = new AbortController()
  const silent = () => end.abort(new DOMException(`nothing came for ${idleMs / 1000} s`, 'TimeoutError'))
  let timer = setTimeout(silent, idleMs)
  let response: Response
  try {
    response = await fetch(url, { ...init, signal: end.signal })
  } finally {
    clearTimeout(timer)
  }
  async function* body(): AsyncGenerator<Uint8Array> {
    timer = setTimeout(silent, idleMs)
    try {
      for await (const chunk of response.body ?? []) {
        // Whoever reads may take its time: only the wait for more is measured.
        clearTimeout(timer)
        yield chunk
        timer = setTimeout(silent, idleMs)
      }
    } finally {
      clearTimeout(timer)
      end.abort()
    }
  }
  const { url: from, status, ok, headers } = response
  return { url: from, status, ok, headers, body, drop: async () => response.body?.cancel() }
}
