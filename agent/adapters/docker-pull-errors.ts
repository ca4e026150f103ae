/**
 * Why a pull failed, from the engine's words: it gives no codes.
 *
 * Invariant: pure. The first rule that matches counts; words that no rule knows are HF_ENGINE_FAILED.
 */
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'

/** Words of Docker's own distribution client (20.10 to 28) and of containerd's. */
const RULES: readonly (readonly [ErrorCode, RegExp])[] = [
  ['HF_SPACE_LOW', words('no space left on device', 'disk quota exceeded')],
  [
    'HF_REGISTRY_UNAUTHORIZED',
    words(
      'unauthorized',
      'authentication required',
      'authorization failed',
      'access denied',
      'access to the resource is denied',
      'no basic auth credentials',
      'insufficient_scope',
      status('40[13]'),
    ),
  ],
  [
    'HF_REGISTRY_NOT_FOUND',
    words(
      'manifest unknown',
      'name unknown',
      'blob unknown',
      'unknown blob',
      'repository name not known',
      '(?:manifest|repository) \\S.* not found',
      ': not found$',
      'no matching manifest',
      status('404'),
    ),
  ],
  [
    'HF_REGISTRY_UNAVAILABLE',
    words(
      'connection refused',
      'connection reset',
      'broken pipe',
      'use of closed network connection',
      'no such host',
      'server misbehaving',
      'temporary failure',
      'network is unreachable',
      'no route to host',
      'timeout',
      'deadline exceeded',
      'request canceled while waiting',
      'TLS handshake',
      'x509:',
      '\\bEOF\\b',
      'too ?many ?requests',
      status('(?:429|5\\d\\d)'),
    ),
  ],
  [
    'HF_REGISTRY_INVALID',
    words(
      'invalid character',
      'unexpected end of JSON',
      'verification failed',
      'digest mismatch',
      'unexpected commit digest',
      'failed size validation',
      'unsupported (?:media type|manifest|schema)',
      'mediaType in manifest',
      'missing signature key',
      'missing or empty Content-Type',
      'error parsing HTTP',
      'malformed HTTP',
      'server gave HTTP response to HTTPS client',
      'invalid (?:manifest|checksum|tar|header)',
      'gzip: invalid',
      'archive/tar',
    ),
  ],
]

function words(...parts: string[]): RegExp {
  return new RegExp(parts.join('|'), 'i')
}

/** An HTTP status as the clients write it: "status code 404", "HTTP 404 response", "HTTP status: 404 Not Found". */
function status(codes: string): string {
  return `(?:status(?: code)?|HTTP(?: status)?|unexpected status .*):? ${codes}\\b`
}

/** @param said the engine's, of a refusal or of an error in the stream */
export function pullError(image: string, said: string, cause?: unknown): HoldfastError {
  const code = RULES.find(([, pattern]) => pattern.test(said))?.[0] ?? 'HF_ENGINE_FAILED'
  return new HoldfastError(code, said, { place: image, ...(cause === undefined ? {} : { cause }) })
}
