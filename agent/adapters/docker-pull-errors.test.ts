/** What engines have said of failed pulls, word by word, and the code that it gets. */
import { expect, it } from 'vitest'
import { pullError } from './docker-pull-errors.ts'

it.each([
  // Docker 20.10
  ['HF_REGISTRY_NOT_FOUND', 'manifest for r:1/app@sha256:ab not found: manifest unknown: manifest unknown'],
  ['HF_REGISTRY_NOT_FOUND', 'repository r:1/app not found: name unknown: repository name not known to registry'],
  [
    'HF_REGISTRY_NOT_FOUND',
    "error parsing HTTP 404 response body: invalid character 'o' looking for beginning of value",
  ],
  ['HF_REGISTRY_NOT_FOUND', 'unknown blob'],
  ['HF_REGISTRY_NOT_FOUND', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  [
    'HF_REGISTRY_UNAUTHORIZED',
    "pull access denied for r:1/app, repository does not exist or may require 'docker login': denied: denied",
  ],
  ['HF_REGISTRY_UNAUTHORIZED', 'Get "http://r:1/v2/app/manifests/sha256:ab": no basic auth credentials'],
  ['HF_REGISTRY_UNAUTHORIZED', 'unauthorized: authentication required'],
  ['HF_REGISTRY_UNAUTHORIZED', 'Head "https://r/v2/app/manifests/1": unauthorized: incorrect username or password'],
  ['HF_REGISTRY_UNAVAILABLE', 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  ['HF_REGISTRY_UNAVAILABLE', 'Get "https://r/v2/": dial tcp: lookup r on 10.0.0.1:53: no such host'],
  ['HF_REGISTRY_UNAVAILABLE', 'Get "https://r/v2/": net/http: TLS handshake timeout'],
  [
    'HF_REGISTRY_UNAVAILABLE',
    'Get "https://r/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  // A wrong clock: it mends itself with the clock.
  ['HF_REGISTRY_UNAVAILABLE', 'Get "https://r/v2/": x509: certificate has expired or is not yet valid'],
  ['HF_REGISTRY_UNAVAILABLE', 'received unexpected HTTP status: 503 Service Unavailable'],
  ['HF_REGISTRY_UNAVAILABLE', 'toomanyrequests: You have reached your pull rate limit'],
  ['HF_REGISTRY_UNAVAILABLE', 'unexpected EOF'],
  ['HF_REGISTRY_INVALID', "invalid character '<' looking for beginning of value"],
  ['HF_REGISTRY_INVALID', 'manifest verification failed for digest sha256:ab'],
  ['HF_REGISTRY_INVALID', 'filesystem layer verification failed for digest sha256:ab'],
  ['HF_REGISTRY_INVALID', 'http: server gave HTTP response to HTTPS client'],
  [
    'HF_SPACE_LOW',
    'failed to register layer: Error processing tar file(exit status 1): write /x: no space left on device',
  ],
  ['HF_SPACE_LOW', 'write /var/lib/docker/tmp/GetImageBlob123: no space left on device'],
  // containerd
  ['HF_REGISTRY_NOT_FOUND', 'failed to resolve reference "r/app@sha256:ab": r/app@sha256:ab: not found'],
  [
    'HF_REGISTRY_UNAUTHORIZED',
    'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://r/token: 401 Unauthorized',
  ],
  [
    'HF_REGISTRY_UNAUTHORIZED',
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    'HF_REGISTRY_INVALID',
    'failed commit on ref "layer-sha256:ab": unexpected commit digest sha256:cd, expected sha256:ab',
  ],
  [
    'HF_REGISTRY_UNAVAILABLE',
    'failed to do request: Get "https://r/v2/app/blobs/sha256:ab": read tcp: connection reset by peer',
  ],
  ['HF_REGISTRY_UNAVAILABLE', 'unexpected status code https://r/v2/: 502 Bad Gateway'],
  // Nobody knows.
  ['HF_ENGINE_FAILED', 'the moon is in the wrong house'],
])('%s: %s', (code, said) => {
  expect(pullError('r/app@sha256:ab', said)).toMatchObject({ code, place: 'r/app@sha256:ab' })
})
