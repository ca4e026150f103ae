/**
 * Credentials that a helper program keeps, as Docker Desktop and cloud tools set them up
 * (`credsStore` and `credHelpers` of Docker's configuration; the docker-credential-helpers protocol).
 *
 * Invariant: the helper's output, which holds a secret, never stands in an error.
 */
import { spawn } from 'node:child_process'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Credentials } from './credentials.ts'

const TIMEOUT_MS = 30_000

/**
 * Asks `docker-credential-NAME get`.
 * @param server as the helper knows it: a host, or for Docker Hub its URL
 * @returns null when the helper has none
 * @throws HF_REGISTRY_UNAUTHORIZED when the helper cannot be run or says nothing that makes sense
 */
export async function askHelper(name: string, server: string): Promise<Credentials | null> {
  const program = `docker-credential-${name}`
  const { code, output } = await run(program, server)
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return null
    throw failed(program, `ended with code ${code}`)
  }
  try {
    const { Username: user, Secret: secret } = JSON.parse(output) as { Username?: unknown; Secret?: unknown }
    if (typeof user === 'string' && typeof secret === 'string')
      return user === '<token>'
        ? { user: '', password: '', identityToken: secret }
        : { user, password: secret, identityToken: '' }
  } catch {
    // Falls through: the parser's message would quote the secret.
  }
  throw failed(program, 'gave no user and secret')
}

function run(program: string, input: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'inherit'], timeout: TIMEOUT_MS })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(failed(program, `cannot be run (${cause.code ?? 'unknown'})`, cause)),
    )
    child.once('close', (code) => resolve({ code, output }))
    // One that ends without reading is judged by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(`${input}\n`)
  })
}

function failed(program: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_REGISTRY_UNAUTHORIZED', why, { place: program, cause })
}
