import { access } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { curlLooks } from './link-looks.ts'

const isThere = await access('/usr/bin/curl').then(
  () => true,
  () => false,
)
if (!isThere && process.env.CI !== undefined) throw new Error('no curl to test with')

describe.skipIf(!isThere)('a real curl', () => {
  const never = new AbortController().signal
  let server: Server
  let status = 204
  beforeEach(async () => {
    server = createServer((_, response) => response.writeHead(status).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

  it('leads by the link that is named, to whom is asked, and to nobody else', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const looks = curlLooks({ url, status: 204, missing: () => {} })
    expect(await looks.look('lo', never)).toBe(true)
    // Somebody else answers: a page to log in at.
    status = 200
    expect(await looks.look('lo', never)).toBe(false)
    status = 204
    expect(await looks.look('holdfast-none', never)).toBe(false)
  })
})
