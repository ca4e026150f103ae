/**
 * Why a pull failed, from the engine's words: it gives no codes.
 *
 * Invariant: pure. The first rule that matches counts; words that no rule knows are HF_ENGINE_FAILED.
 */
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'

/** Words of Docker 20.10 to 28 and of containerd's resolver. */
const RULES: readonly (readonly [RegExp, ErrorCode])[] = [
  [/no space left on device|disk quota exceeded/i, 'HF_SPACE_LOW'],
  [
    /\bunauthorized\b|authentication required|pull access denied|access .*denied|no basic auth credentials|authorization failed|status(?: code)?:? 40[13]|\b(?:401|403) (?:Unauthorized|Forbidden)|insufficient_scope/i,
    'HF_REGISTRY_UNAUTHORIZED',
  ],
  [
    /manifest unknown|manifest for .* not found|name unknown|repository .* not found|repository name not known|blob unknown|: not found$|status(?: code)?:? 404|\b404 Not Found|no matching manifest/i,
    'HF_REGISTRY_NOT_FOUND',
  ],
  [
    /invalid character|unexpected end of JSON|filesystem layer verification failed|digest verification failed|digest mismatch|manifest verification failed|unsupported (?:media type|manifest)|mediaType in manifest|missing signature key|unexpected commit digest|failed size validation|failed precondition|error parsing HTTP|not a (?:valid )?manifest|invalid (?:manifest|checksum|tar|header)|gzip: invalid|archive\/tar|server gave HTTP response to HTTPS client|malformed HTTP|image config verification failed|unknown blob|missing or empty Content-Type|no such manifest|schema version/i,
    'HF_REGISTRY_INVALID',
  ],
  [
    /connection refused|connection reset|no such host|i\/o timeout|timeout|deadline exceeded|canceled while waiting|network is unreachable|no route to host|temporary failure|server misbehaving|\bEOF\b|broken pipe|TLS handshake|x509:|status(?: code)?:? (?:429|5\d\d)|toomanyrequests|received unexpected HTTP status|\b50[0-9] |too many requests|use of closed network connection/i,
    'HF_REGISTRY_UNAVAILABLE',
  ],
]

/** @param words the engine's, of a refusal or of an error in the stream */
export function pullError(image: string, words: string, cause?: unknown): HoldfastError {
  const code = RULES.find(([pattern]) => pattern.test(words))?.[1] ?? 'HF_ENGINE_FAILED'
  return new HoldfastError(code, words, { place: image, ...(cause === undefined ? {} : { cause }) })
}
