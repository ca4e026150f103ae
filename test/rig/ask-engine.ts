/**
 * The Docker API by hand, for what a test must not ask of the adapter that it tests.
 *
 * Invariant: it resolves with the parsed answer, or rejects with the engine's words.
 */
import { type IncomingMessage, request } from 'node:http'

/** @param socketPath of the engine */
export function askEngine<T>(socketPath: string, method: string, path: string, body?: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const call = request({ socketPath, method, path, headers }, (response) => {
      textOf(response).then((text) => {
        if ((response.statusCode ?? 500) < 400) resolve(parsed(text) as T)
        else reject(new Error(`${method} ${path}: ${text}`))
      }, reject)
    })
    call.on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** The bytes of an answer to GET. */
export function bytesFromEngine(socketPath: string, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks))
        else reject(new Error(`GET ${path}: ${response.statusCode}`))
      })
    })
    call.on('error', reject)
    call.end()
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return text
}

/** A pull answers with many values, a ping with a word, a removal with nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
