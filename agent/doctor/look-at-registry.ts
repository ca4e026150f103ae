/**
 * Whether a registry answers, and what time it is by its clock.
 *
 * Invariant: one request without any login; "log in first" is an answer as good as any. The engine pulls by its own
 * proxy and its own certificates, so a failure here is a warning.
 */
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { type Finding, ok, warn } from './finding.ts'

export interface RegistryLook {
  finding: Finding
  /** Its clock, and ours when it answered; null: it said nothing of it. */
  told: { by: string; wallMs: number; atMs: number } | null
}

export async function lookAtRegistry(host: string, limitMs: number): Promise<RegistryLook> {
  const isNear = /^(localhost|127\.|\[::1\])/.test(host)
  try {
    const { status, date } = await ask(`https://${host}/v2/`, limitMs).catch((error: unknown) => {
      // The engine takes plain HTTP on the machine itself.
      if (isNear) return ask(`http://${host}/v2/`, limitMs)
      throw error
    })
    const atMs = Date.now()
    const wallMs = date === undefined ? Number.NaN : Date.parse(date)
    const finding =
      status === 200 || status === 401
        ? ok('registry', 'it answers', host)
        : warn(
            'registry',
            `it answers with HTTP ${status}`,
            'Look whether that is a registry: curl -i https://HOST/v2/',
            host,
          )
    return { finding, told: Number.isNaN(wallMs) ? null : { by: host, wallMs, atMs } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const advice =
      'Releases that need images from it will wait. Look at its name, the firewall, and the proxy of the engine: docker info'
    return { finding: warn('registry', `it does not answer: ${why}`, advice, host), told: null }
  }
}

function ask(url: string, limitMs: number): Promise<{ status: number; date: string | undefined }> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestSecure : requestPlain
    const request = send(url, { timeout: limitMs, agent: false }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, date: response.headers.date })
    })
    request.once('timeout', () => request.destroy(new Error(`nothing within ${limitMs / 1000} s`)))
    request.once('error', reject)
    request.end()
  })
}
